package cli

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// openNameless opens a new file that no folder lists yet; nil where the file
// system knows none, or where it could not be given a name later.
func openNameless(folder string) *os.File {
	fd, err := unix.Open(folder, unix.O_TMPFILE|unix.O_WRONLY|unix.O_CLOEXEC, 0o644)
	if err != nil {
		return nil
	}
	f := os.NewFile(uintptr(fd), folder)
	if _, err := os.Stat(ownPath(f)); err != nil { // there is no /proc
		f.Close()
		return nil
	}
	return f
}

// nameFile lists such a file under a name that is free.
func nameFile(f *os.File, name string) error {
	return unix.Linkat(unix.AT_FDCWD, ownPath(f), unix.AT_FDCWD, name, unix.AT_SYMLINK_FOLLOW)
}

func ownPath(f *os.File) string { return fmt.Sprintf("/proc/self/fd/%d", f.Fd()) }
