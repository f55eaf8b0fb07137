// Package project holds tests of the project as a whole: which package may
// import which, that the links of its documents resolve, and that the files
// for containers are valid. It has no code.
package project
