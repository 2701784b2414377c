package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"

	"meridian/backend/hosting"
)

// Models is what the commands about language models need.
type Models interface {
	State(ctx context.Context) (hosting.State, error)
	Pull(ctx context.Context, model string, told func(hosting.Progress)) error
	Import(ctx context.Context, path, model string, told func(hosting.Progress)) error
	Examine(ctx context.Context, told func(done, total int)) (hosting.Examination, error)
	Close() error
}

// model is the family of commands about language models.
func (c *command) model(ctx context.Context, args []string) error {
	kinds := map[string]func(context.Context, Models, []string, bool) error{
		"status": c.modelStatus, "pull": c.modelPull, "import": c.modelImport, "doctor": c.modelDoctor,
	}
	if len(args) == 0 || kinds[args[0]] == nil {
		return misuse{c.say("model: say status, pull, import or doctor", "model: status, pull, import, doctor 중 하나를 쓰세요")}
	}
	flags := flag.NewFlagSet("model "+args[0], flag.ContinueOnError)
	data, asJSON := flags.String("data", c.Data, ""), flags.Bool("json", false, "")
	rest, err := c.parse(flags, args[1:], map[string][]string{"pull": {"MODEL"}, "import": {"FILE", "MODEL"}}[args[0]]...)
	if err != nil {
		return err
	}
	m, err := c.OpenModels(ctx, *data)
	if err != nil {
		return err
	}
	return errors.Join(kinds[args[0]](ctx, m, rest, *asJSON), m.Close())
}

func (c *command) modelStatus(ctx context.Context, m Models, _ []string, asJSON bool) error {
	st, err := m.State(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		return c.writeJSON(st)
	}
	words := map[hosting.Phase]string{
		hosting.Absent:  c.say("no model host was found", "모델 서버가 없습니다"),
		hosting.Stopped: c.say("a model host is installed and starts when it is needed", "모델 서버가 있으며 필요할 때 켜집니다"),
		hosting.Ready:   c.say("a model host answers", "모델 서버가 응답합니다"),
		hosting.Failed:  c.say("the model host does not answer", "모델 서버가 응답하지 않습니다"),
	}
	fmt.Fprintln(c.out, strings.TrimSpace(strings.Join([]string{words[st.Phase], st.Address, st.Version, st.Program}, "  ")))
	for _, chosen := range []struct {
		name string
		hosting.Chosen
	}{{c.say("chat", "대화"), st.Chat}, {c.say("embedding", "임베딩"), st.Embedding}} {
		name := chosen.Name
		if name == "" {
			name = c.say("none", "없음")
		}
		fmt.Fprintf(c.out, "%s: %s\n", chosen.name, name)
	}
	for _, model := range st.Models {
		fmt.Fprintf(c.out, "  %-32s %8.2f GB  %s\n", model.Name, float64(model.Bytes)/1e9, model.Quantisation)
	}
	return nil
}

func (c *command) modelPull(ctx context.Context, m Models, args []string, _ bool) error {
	return c.watched(func(told func(hosting.Progress)) error { return m.Pull(ctx, args[0], told) })
}

func (c *command) modelImport(ctx context.Context, m Models, args []string, _ bool) error {
	path, err := filepath.Abs(args[0])
	if err != nil {
		return err
	}
	return c.watched(func(told func(hosting.Progress)) error { return m.Import(ctx, path, args[1], told) })
}

// watched shows a person how far something has come that takes long.
func (c *command) watched(do func(told func(hosting.Progress)) error) error {
	shown := ""
	err := do(func(p hosting.Progress) {
		now := fmt.Sprintf("%s %.1f / %.1f MB", p.Phase, float64(p.Done)/1e6, float64(p.Total)/1e6)
		if isTerminal(c.err) && now != shown {
			fmt.Fprintf(c.err, "\r\x1b[K%s", now)
			shown = now
		}
	})
	if shown != "" {
		fmt.Fprint(c.err, "\r\x1b[K")
	}
	if err == nil {
		fmt.Fprintln(c.out, c.say("done", "완료"))
	}
	return err
}

// modelDoctor prints what was found, and fails where something is wrong.
func (c *command) modelDoctor(ctx context.Context, m Models, _ []string, asJSON bool) error {
	exam, err := m.Examine(ctx, func(int, int) {})
	if err != nil {
		return err
	}
	if asJSON {
		return c.writeJSON(exam)
	}
	marks := map[hosting.Verdict]string{hosting.Fine: "✓", hosting.Warning: "!", hosting.Wrong: "✗", hosting.Skipped: "–"}
	wrong := false
	for _, f := range exam.Findings {
		fmt.Fprintf(c.out, "%s %s\n", marks[f.Verdict], f.Text.In(c.Locale))
		if fix := f.Fix.In(c.Locale); fix != "" {
			fmt.Fprintf(c.out, "    %s\n", fix)
		}
		wrong = wrong || f.Verdict == hosting.Wrong
	}
	if wrong {
		return errSaid
	}
	return nil
}

func (c *command) writeJSON(v any) error {
	enc := json.NewEncoder(c.out)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
