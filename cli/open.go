package cli

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// openerPatience is how long an opener may take to fail; one that is still
// running then has become the browser.
const openerPatience = 2 * time.Second

// openInBrowser hands a file to whatever the desktop opens pages with.
func openInBrowser(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	opener := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		opener = []string{"open"}
	case "windows":
		// what "start" does, without cmd's rules of quoting
		opener = []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	cmd := exec.Command(opener[0], append(opener[1:], path)...)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(openerPatience):
		return nil
	}
}
