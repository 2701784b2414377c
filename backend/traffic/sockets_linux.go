package traffic

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Socket is an open TCP socket of this process, as the system tells it.
type Socket struct {
	Local, Remote netip.AddrPort
	Listening     bool
}

// Sockets are those that this process has open now. The error is errors.ErrUnsupported
// where the system does not tell.
func Sockets() ([]Socket, error) {
	ours, err := inodes()
	if err != nil {
		return nil, err
	}
	var all []Socket
	for _, table := range []string{"tcp", "tcp6"} {
		found, err := socketsOf("/proc/self/net/"+table, ours)
		if errors.Is(err, os.ErrNotExist) {
			continue // a system without IPv6
		}
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// inodes are the numbers of this process's sockets.
func inodes() (map[string]bool, error) {
	names, err := filepath.Glob("/proc/self/fd/*")
	if err != nil || len(names) == 0 {
		return nil, errors.ErrUnsupported
	}
	found := map[string]bool{}
	for _, name := range names {
		to, err := os.Readlink(name)
		if inode, is := strings.CutPrefix(to, "socket:["); err == nil && is {
			found[strings.TrimSuffix(inode, "]")] = true
		}
	}
	return found, nil
}

func socketsOf(table string, ours map[string]bool) ([]Socket, error) {
	file, err := os.Open(table)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var found []Socket
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 10 || !ours[fields[9]] {
			continue
		}
		local, err := addressOf(fields[1])
		if err != nil {
			return nil, err
		}
		remote, err := addressOf(fields[2])
		if err != nil {
			return nil, err
		}
		const listen = "0A" // TCP_LISTEN of the kernel's tcp_states.h
		found = append(found, Socket{local, remote, fields[3] == listen})
	}
	return found, lines.Err()
}

// addressOf reads an address as the kernel writes it: each 32 bits in the order of
// the machine, which is little-endian on all that Meridian is built for.
func addressOf(text string) (netip.AddrPort, error) {
	host, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	n, bad := strconv.ParseUint(port, 16, 16)
	if err != nil || bad != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, fmt.Errorf("the system tells an address that cannot be read: %q", text)
	}
	for i := 0; i < len(raw); i += 4 {
		raw[i], raw[i+1], raw[i+2], raw[i+3] = raw[i+3], raw[i+2], raw[i+1], raw[i]
	}
	ip, ok := netip.AddrFromSlice(raw)
	if !ok {
		return netip.AddrPort{}, fmt.Errorf("the system tells an address that cannot be read: %q", text)
	}
	return netip.AddrPortFrom(ip.Unmap(), uint16(n)), nil
}
