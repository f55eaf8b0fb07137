// Package seal makes recordings and approvals checkable by those who trust
// neither the operator nor lockedit: in-toto Statements v1 in DSSE envelopes
// (https://github.com/secure-systems-lab/dsse), signed with ed25519 or ECDSA
// keys (P-256, P-384, P-521) in PEM, and RFC 3161 time stamps over the signatures.
//
// The statement of a recording covers every file but the three of the seal
// itself: SHA256SUMS, statement.dsse.json and statement.tsr. SHA256SUMS covers
// all others, the envelope included. So a further signature changes the envelope
// and one line of SHA256SUMS, and nothing that was signed.
package seal
