package engine

import (
	"context"

	"lockedit/internal/kubectl"
	"lockedit/recordings"
	"lockedit/recordings/seal"
)

// stamp has a time stamping authority sign when the recording's signature
// existed. It returns a warning instead of an error: the run is over, the
// recording is sealed, and `lockedit evidence sign` can ask again. The run's own
// context may be cancelled already, and its recording is stamped all the same.
func (s *session) stamp() []string {
	authority := s.request.Spec.Evidence.TSAURL
	if authority == "" {
		return nil
	}
	_, err := seal.Sign(context.Background(), s.journal.Dir(), seal.Signing{
		Authority: authority, Now: s.engine.host.Now, Lockedit: s.engine.host.Version,
	})
	if err == nil {
		return nil
	}
	return []string{"the recording has no time stamp: " + err.Error() +
		"; run `" + kubectl.ShellWords([]string{"lockedit", "evidence", "sign", s.journal.Dir(), "--tsa-url", recordings.CleanURL(authority)}) + "` when it answers"}
}
