package simulate

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"meridian/backend/market"
)

var update = flag.Bool("update", false, "write the golden files")

// knownBits is the hashes of what played gives, on every processor: a line for
// each of groups.
//
//go:embed testdata/bits.golden
var knownBits string

// knownRuleBits is the same of what playedRules gives.
//
//go:embed testdata/rules.golden
var knownRuleBits string

// playedRules is the hashes of what a household leaves behind, a line per rule,
// so that beside a new rule it is seen that the others' figures stay.
func playedRules(t *testing.T, workers int) string {
	t.Helper()
	var lines []string
	rules := everyRule(180)
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		h := sha256.New()
		sc := household(spill)
		sc.Months = 420 // rules hold back in the last 180
		sc = shortened(sc)
		rule := rules[name]
		rule.All = rule.Kind == Guardrails
		sc.Rule = &rule
		r, err := run(t.Context(), sc, everything(&sc), workers, nil)
		if err != nil {
			t.Fatal(err)
		}
		write(h, &r)
		lines = append(lines, hex.EncodeToString(h.Sum(nil))+" "+name)
	}
	return strings.Join(lines, "\n")
}

func TestTheBitsOfRulesAreKnown(t *testing.T) {
	got := playedRules(t, runtime.GOMAXPROCS(0))
	if *update {
		if err := os.WriteFile("testdata/rules.golden", []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := strings.TrimSpace(knownRuleBits); got != want {
		t.Errorf("hashes\n%s\nwant\n%s\na rule computes something else than before. If that is meant, "+
			"raise forecast.EngineVersion and run with -update", got, want)
	}
}

// groups are the return models that share a hash. A new model gets a group of
// its own, so that it is seen that the others' figures stay.
var groups = [][]market.Model{
	{{Kind: market.Lognormal}, {Kind: market.StudentT, DF: 5}, {Kind: market.Replay, Every: 17}, {Kind: market.Deterministic}},
	{{Kind: market.Regime, Switch: market.Switch{StayCalm: 0.96, StayStress: 0.8, StressMean: -0.3, StressSD: 2}}},
	{
		{Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 60}},
		{Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 24, Fixed: true}},
		{Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 24, Fixed: true, Stagger: true, AsRecorded: true}},
	},
}

// played is the hashes of everything that a few runs leave behind: a household
// under each return model, a line for each group of models.
func played(t *testing.T, workers int) string {
	t.Helper()
	lines := make([]string, len(groups))
	for i, models := range groups {
		lines[i] = hashOf(t, models, workers)
	}
	return strings.Join(lines, "\n")
}

func hashOf(t *testing.T, models []market.Model, workers int) string {
	t.Helper()
	h := sha256.New()
	for _, model := range models {
		sc := household(spill) // a whole block and a part of one
		sc.Market.Model = model
		r, err := run(t.Context(), sc, everything(&sc), workers, nil)
		if err != nil {
			t.Fatal(err)
		}
		write(h, &r)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func write(h interface{ Write([]byte) (int, error) }, r *Result) {
	for _, v := range []any{
		r.Rows.EndWealth, r.Rows.LowestLiquid, r.Rows.WorstCut, r.Rows.Depth, r.Rows.FirstDecade,
		r.Rows.Inflation, r.Rows.TaxPaid, r.Rows.ReturnToShortfall, r.Rows.InflationToShortfall,
		asInt64(r.Rows.FirstShortfall), asInt64(r.Rows.ShortMonths), r.Rows.Outcome, r.Rows.Locked,
	} {
		_ = binary.Write(h, binary.LittleEndian, v) // a hash does not fail
	}
	for s := range Series(kinds) {
		for t := range r.Months {
			_ = binary.Write(h, binary.LittleEndian, r.At(s, t))
		}
	}
	for _, row := range r.Means {
		_ = binary.Write(h, binary.LittleEndian, row)
	}
}

// hashed is the hash of what one run leaves behind.
func hashed(r *Result) string {
	h := sha256.New()
	write(h, r)
	return hex.EncodeToString(h.Sum(nil))
}

func asInt64(v []int) []int64 {
	w := make([]int64, len(v))
	for i := range v {
		w[i] = int64(v[i])
	}
	return w
}

func TestTheBitsAreKnown(t *testing.T) {
	got := played(t, runtime.GOMAXPROCS(0))
	if *update {
		if err := os.WriteFile("testdata/bits.golden", []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := strings.TrimSpace(knownBits); got != want {
		t.Errorf("hash %s, want %s: the engine computes something else than before. If that is meant, "+
			"raise forecast.EngineVersion and run with -update", got, want)
	}
}

func TestTheBitsDoNotDependOnTheNumberOfWorkers(t *testing.T) {
	one := played(t, 1)
	for workers := 2; workers <= 3; workers++ {
		if got := played(t, workers); got != one {
			t.Errorf("%d workers: hash %s, one worker %s", workers, got, one)
		}
	}
	if one, two := playedRules(t, 1), playedRules(t, 2); two != one {
		t.Errorf("rules, two workers: hashes\n%s\none worker\n%s", two, one)
	}
}

// fused are the instructions that round once where two roundings are written.
var fused = regexp.MustCompile(`\s(FN?M(ADD|SUB)[SD]|VFN?M(ADD|SUB)[0-9A-Z]*)\s`)

// The compiler may fuse a product with a sum wherever no conversion stands
// between them; on amd64 it does so from GOAMD64=v3 on.
func TestNoProcessorFusesAProductWithASum(t *testing.T) {
	for _, env := range [][]string{{"GOARCH=arm64"}, {"GOARCH=amd64", "GOAMD64=v3"}} {
		t.Run(strings.Join(env, " "), func(t *testing.T) {
			t.Parallel()
			for _, pkg := range []string{"lanes", "market", "tax", "simulate"} {
				out := goTool(t, env, "build", "-gcflags=-S", "../"+pkg)
				if !bytes.Contains(out, []byte("TEXT")) && !bytes.Contains(out, []byte("STEXT")) {
					t.Fatalf("package %s: the compiler listed nothing", pkg)
				}
				for line := range strings.Lines(string(out)) {
					if fused.MatchString(line) {
						t.Errorf("package %s: %s", pkg, strings.TrimSpace(line))
					}
				}
			}
		})
	}
}

// The listing test above must be able to fail.
func TestTheListingTestKnowsAFusedInstruction(t *testing.T) {
	for _, line := range []string{
		"\t0x0028 00040 (/a/b.go:9)\tFMADDD\tF0, F1, F2, F3",
		"\t0x0010 00016 (/a/b.go:4)\tVFMADD231SD\tX1, X2, X0",
	} {
		if !fused.MatchString(line) {
			t.Errorf("missed %q", line)
		}
	}
	if fused.MatchString("\t0x0010 00016 (/a/b.go:4)\tFMULD\tF0, F1, F2") {
		t.Error("took a product for a fused one")
	}
}

// Other processors run the same test and must find the same hash: arm64 under
// qemu, amd64 v3 where this machine is one.
func TestOtherProcessorsFindTheSameBits(t *testing.T) {
	qemu, qemuErr := exec.LookPath("qemu-aarch64-static")
	v3 := hasV3()
	if qemuErr != nil && !v3 {
		t.Skip("neither qemu-aarch64-static nor an amd64 v3 processor is here")
	}
	if qemuErr == nil {
		t.Run("arm64", func(t *testing.T) {
			binary := buildTest(t, "GOARCH=arm64")
			runTest(t, qemu, binary)
		})
	}
	if v3 {
		t.Run("amd64 v3", func(t *testing.T) {
			runTest(t, buildTest(t, "GOARCH=amd64", "GOAMD64=v3"))
		})
	}
}

// hasV3 reports whether this machine has the instructions of GOAMD64=v3.
func hasV3() bool {
	info, err := os.ReadFile("/proc/cpuinfo")
	return err == nil && runtime.GOARCH == "amd64" &&
		bytes.Contains(info, []byte(" avx2")) && bytes.Contains(info, []byte(" fma")) && bytes.Contains(info, []byte(" bmi2"))
}

func buildTest(t *testing.T, env ...string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "simulate.test")
	goTool(t, env, "test", "-c", "-o", binary, ".")
	return binary
}

func runTest(t *testing.T, command ...string) {
	t.Helper()
	command = append(command, "-test.run", "^TestTheBits(OfRules)?AreKnown$", "-test.v")
	out, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput()
	if err != nil || bytes.Count(out, []byte("--- PASS: TestTheBits")) != 2 {
		t.Errorf("%v\n%s", err, out)
	}
}

// goTool runs the go command for another processor.
func goTool(t *testing.T, env []string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// A cancelled run ends within a calendar year.
func TestACancelledRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	told := 0
	_, err := run(ctx, household(640), Told{}, 1, func(done, total int) {
		told++
		if done <= 0 || done >= total {
			t.Errorf("%d of %d futures are done after the first year", done, total)
		}
		cancel()
	})
	if err != context.Canceled {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if told != 1 {
		t.Errorf("it went on for %d years", told)
	}
}
