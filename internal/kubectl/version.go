package kubectl

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// oldestMajor and oldestMinor are the version from which on kubectl does all that is
// asked of it here, and the oldest that the tests run with.
const oldestMajor, oldestMinor = 1, 20

// numbers finds major and minor in v1.36.3, v1.27.3-eks or v1.20.0+k3s1.
var numbers = regexp.MustCompile(`^v?(\d+)\.(\d+)\b`)

// TooOldError says that the kubectl program is of a version that nobody tried.
type TooOldError struct{ Path, Version string }

func (e *TooOldError) Error() string {
	return fmt.Sprintf("kubectl program %s is of version %s, and %d.%d is the oldest that may restart a domain", e.Path, e.Version, oldestMajor, oldestMinor)
}

// CheckVersion refuses a kubectl that is too old, with a [*TooOldError], before a
// change depends on it. A version that cannot be read is a warning: whoever built
// that kubectl knows what it does.
func (c *Client) CheckVersion(ctx context.Context) error {
	version, err := c.Version(ctx)
	var missing *MissingError
	var late *TimeoutError
	switch {
	case errors.As(err, &missing), errors.As(err, &late), ctx.Err() != nil:
		return err
	case err != nil:
		c.warn([]byte("its version is not known: " + err.Error()))
		return nil
	}
	found := numbers.FindStringSubmatch(version)
	if found == nil {
		c.warn([]byte("its version is not understood: " + version))
		return nil
	}
	major, _ := strconv.Atoi(found[1]) // digits; too many of them are no old version
	minor, _ := strconv.Atoi(found[2])
	if slices.Compare([]int{major, minor}, []int{oldestMajor, oldestMinor}) < 0 {
		return &TooOldError{Path: c.options.Path, Version: version}
	}
	return nil
}
