package main

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
)

func TestSecondStartHandsItsFileToTheFirst(t *testing.T) {
	dir := t.TempDir()
	first, err := listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	taken, ended := make(chan call, 1), make(chan struct{})
	go func() {
		defer close(ended)
		first.run(ctx, func(c call) { taken <- c })
	}()

	if err := handOver(dir, call{File: "/home/kim/plan.json"}); err != nil {
		t.Fatalf("hand over: %v", err)
	}
	if got := <-taken; got.File != "/home/kim/plan.json" {
		t.Errorf("the first window was told %+v", got)
	}
	stop()
	<-ended
	if err := handOver(dir, call{}); !errors.Is(err, errAlone) {
		t.Errorf("after the first has closed: %v, want errAlone", err)
	}
}

func TestFirstStartIsAlone(t *testing.T) {
	if err := handOver(t.TempDir(), call{}); !errors.Is(err, errAlone) {
		t.Errorf("hand over in an empty directory: %v, want errAlone", err)
	}
}

func TestASocketLeftByACrashIsReplaced(t *testing.T) {
	dir := t.TempDir()
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: socketIn(dir), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	if err := handOver(dir, call{}); !errors.Is(err, errAlone) {
		t.Errorf("a dead socket answered: %v", err)
	}
	again, err := listen(dir)
	if err != nil {
		t.Fatalf("listen over a dead socket: %v", err)
	}
	defer again.listener.Close()
	info, err := os.Stat(socketIn(dir))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("socket %v, %v; want it for its owner only", info.Mode(), err)
	}
}

func TestNonsenseOnTheSocketIsIgnored(t *testing.T) {
	dir := t.TempDir()
	first, err := listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	taken := make(chan call, 1)
	go first.run(ctx, func(c call) { taken <- c })

	conn, err := net.Dial("unix", socketIn(dir))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("not json\n")); err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	if err := handOver(dir, call{File: "/after.json"}); err != nil {
		t.Fatalf("the window stopped listening: %v", err)
	}
	if got := <-taken; got.File != "/after.json" {
		t.Errorf("took %+v", got)
	}
}
