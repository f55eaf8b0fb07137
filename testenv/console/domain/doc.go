// Package domain is the model behind the test console: the configuration of a
// WebLogic domain as an administrator edits it, without any HTTP.
//
// It keeps three views of the configuration: the active tree (what config.xml
// says), the edit tree (active plus pending edits) and, per server, the running
// tree (what that server was started with). One edit lock guards the edit tree;
// it belongs to a user, not to a session, so every session of the same user
// shares it, and it survives logout and a restart of the admin server, as
// Oracle's help pages "Use the Change Center" and "Release the configuration
// lock" describe.
package domain
