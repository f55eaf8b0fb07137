package seal

import (
	"strings"
	"time"

	"lockedit/recordings"
)

// runName names a run for people.
func runName(verb, cluster string, started time.Time) string {
	return recordings.Visible(strings.Join(strings.Fields(verb+" "+cluster+" of "+started.UTC().Format("2006-01-02 15:04:05.000Z")), " "))
}
