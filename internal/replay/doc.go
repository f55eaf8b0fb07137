// Package replay plays console flows that Chrome's Recorder panel recorded: each
// step in the way of @puppeteer/replay, with the evidence of every other run,
// and the edit session guarded as a run's is. It plays suites of flows, and
// writes the documented path as such a flow.
package replay
