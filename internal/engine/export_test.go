package engine

// LeaseFile is where the lease of a console and an account lies.
func LeaseFile(temp, console, account string) (string, error) {
	return leaseFile(temp, console, account)
}
