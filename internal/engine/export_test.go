package engine

// PrintFirst is what a run prints its report with as long as it has a browser.
var PrintFirst = printFirst

// LeaseFile is where the lease of a console and an account lies.
func LeaseFile(temp, console, account string) (string, error) {
	return leaseFile(temp, console, account)
}
