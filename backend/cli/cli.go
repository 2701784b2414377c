// Package cli is Meridian at a terminal.
//
// A command reads its arguments, does one thing through the functions of the
// Program that it is given, and writes: results to standard output, everything
// else to standard error, in the language of the surroundings.
//
// Promise: the exit code is 0 when the command did what it was asked, 1 when
// it could not, 2 when it was asked wrongly. A plan with errors is refused
// with every one of them, each on a line with its place. Progress is shown to
// a person at a terminal only, never in a file or a pipe.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"

	"meridian/backend/document"
	"meridian/backend/extract"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/plan"
	"meridian/backend/release"
	"meridian/backend/startup"
)

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// Program is what the commands need of the rest of Meridian.
type Program struct {
	Name    string // of the binary
	Version string
	Engine  string
	Locale  string // ko or en
	Data    string // where data lies when no flag says otherwise
	Port    int    // likewise; 0 leaves the choice to the program

	// Start makes a program that listens.
	Start func(ctx context.Context, data string, port int) (Server, error)
	// Forecast plays a plan and keeps nothing.
	Forecast func(ctx context.Context, p plan.Plan, spec forecast.RunSpec, progress func(forecast.Progress)) (forecast.Result, error)
	// Analyse answers a question about a plan and keeps nothing.
	Analyse func(ctx context.Context, p plan.Plan, spec forecast.AnalysisSpec, progress func(forecast.Progress)) (forecast.Analysis, error)
	// Read reads a file and keeps nothing.
	Read func(ctx context.Context, req extract.Request, progress func(extract.Progress), each func(document.Page) error) (extract.Info, error)
	// Child is this program as the reader of one file; it returns the exit code.
	Child func(in io.Reader, out io.Writer) int
	// OpenLibrary opens the documents in a directory of data.
	OpenLibrary func(ctx context.Context, data string) (Library, error)
	// Backups checks backups and brings them back; WithBackups also makes them,
	// of a directory of data that it opens.
	Backups     Backups
	WithBackups func(ctx context.Context, data string, do func(Backups) error) error
	// Export writes every plan of a directory of data as JSON and CSV, zipped.
	Export func(ctx context.Context, data string, to io.Writer) error
	// OpenTurns opens model hosts and the queue before them.
	OpenTurns func(ctx context.Context, asked HostAsked) (Turns, error)
	// OpenModels opens what a directory of data says of language models.
	OpenModels func(ctx context.Context, data string) (Models, error)
	// OpenSharing finds the program that runs on a directory of data.
	OpenSharing func(data string) (Sharing, error)
	// OpenAdvisor opens what answers questions about a directory of data.
	OpenAdvisor func(ctx context.Context, data string) (Advisor, error)
	// Examine looks at everything that can be looked at.
	Examine func(ctx context.Context, data string, told func(done, total int)) (Examined, error)
	// Machine is where services are installed.
	Machine startup.Machine
	// Door asks the program that runs on a directory of data for a way in.
	Door func(ctx context.Context, data string) (Door, error)
	// Newest is the release in the signed manifest at an address or in a file.
	Newest func(ctx context.Context, place string) (release.Release, error)
	// Browse shows an address in the system's browser.
	Browse func(ctx context.Context, address string) error
}

// Server is a program that listens.
type Server interface {
	Enter(life time.Duration) string // an address that lets one browser in
	Run(ctx context.Context) error
	Close() error
}

// command is one run of the program at a terminal.
type command struct {
	Program
	in       io.Reader
	out, err io.Writer
}

// Main runs the command that args name (without the name of the program) and
// returns the exit code.
func Main(ctx context.Context, args []string, in io.Reader, out, err io.Writer, p Program) int {
	c := &command{p, in, out, err}
	if len(args) == 0 {
		c.usage(c.err)
		return exitUsage
	}
	do, known := c.commands()[args[0]]
	if !known {
		return c.misused(c.say("there is no command %q", "%q 명령은 없습니다"), args[0])
	}
	return c.exit(do(ctx, args[1:]))
}

// Knows reports whether a word is one of the commands, so that a program that
// also has a window can tell a command from a file to open.
func Knows(word string) bool {
	_, known := (&command{}).commands()[word]
	return known
}

func (c *command) commands() map[string]func(context.Context, []string) error {
	return map[string]func(context.Context, []string) error{
		"serve": c.serve, "forecast": c.forecast, "analyse": c.analyse, "plan": c.plan, "selftest": c.selftest,
		"library": c.library, "extract": c.extract, "backup": c.backup, "export": c.export,
		"doctor": c.doctor, "service": c.service, "enter": c.enter, "update": c.update,
		"model": c.model, "share": c.sharing, "capacity": c.capacity, "graph": c.graph, "ask": c.ask,
		"version": c.version, "--version": c.version,
		"help": c.help, "--help": c.help, "-h": c.help,
	}
}

// misuse is the error of somebody who asked wrongly.
type misuse struct{ text string }

func (m misuse) Error() string { return m.text }

// errSaid ends a command that has already said what is wrong.
var errSaid = errors.New("said already")

// exit says what went wrong and chooses the exit code.
func (c *command) exit(err error) int {
	var wrong misuse
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errSaid):
		return exitFailed
	case errors.Is(err, flag.ErrHelp):
		c.usage(c.out)
		return exitOK
	case errors.As(err, &wrong):
		return c.misused("%s", wrong.text)
	}
	c.complain(err)
	return exitFailed
}

func (c *command) misused(format string, args ...any) int {
	fmt.Fprintf(c.err, "%s: %s\n", c.Name, fmt.Sprintf(format, args...))
	fmt.Fprintf(c.err, c.say("Try %s help.\n", "%s help를 실행해 보세요.\n"), c.Name)
	return exitUsage
}

// complain says an error in words fit for a person, with every problem on a line.
func (c *command) complain(err error) { c.complainOf(c.Name, err) }

// complainAbout is complain for one of several things.
func (c *command) complainAbout(thing string, err error) { c.complainOf(c.Name+": "+thing, err) }

func (c *command) complainOf(who string, err error) {
	var f *fault.Error
	if !errors.As(err, &f) {
		fmt.Fprintf(c.err, "%s: %v\n", who, err)
		return
	}
	fmt.Fprintf(c.err, "%s: %s\n", who, f.Title.In(c.Locale))
	c.list(c.err, f.Problems)
	if fix := f.Fix.In(c.Locale); fix != "" {
		fmt.Fprintln(c.err, fix)
	}
}

// list writes problems, each on a line: severity, place, sentence, code.
func (c *command) list(w io.Writer, problems []fault.Problem) {
	words := map[fault.Severity]string{
		fault.SeverityError: c.say("error", "오류"), fault.SeverityWarning: c.say("warning", "주의"),
	}
	for _, p := range problems {
		place := p.Pointer
		if place == "" {
			place = "/"
		}
		fmt.Fprintf(w, "%s %s: %s [%s]\n", words[p.Severity], place, p.Text.In(c.Locale), p.Code)
	}
}

// say picks the language.
func (c *command) say(en, ko string) string { return fault.Text{EN: en, KO: ko}.In(c.Locale) }

func (c *command) usage(w io.Writer) {
	fmt.Fprintf(w, c.say(`Meridian plans a household's life with money, privately.

  %[1]s serve [--data DIR] [--port N] [--open] [--quiet]
                                                   run, and print the address to open
  %[1]s enter [--data DIR]                       print a fresh address of the program that runs
  %[1]s service install|remove|status [--system --user NAME] [--data DIR] [--port N]
                                                   have it start with the machine, and again when it fails
  %[1]s doctor [--json] [--report FILE]          examine everything, and say what helps
  %[1]s update RELEASE.json                      say whether the signed file, or https address, names a newer version
  %[1]s forecast PLAN.json [--json] [--paths N] [--seed S]
                                                   say what a plan may lead to
  %[1]s analyse KIND PLAN.json [--json] [--confidence C] [--x LEVER --y LEVER]
                                                   drivers, solve, map, stress, anatomy or success
                                                   of a plan
  %[1]s plan check PLAN.json                     list everything that is wrong with a plan
  %[1]s plan demo us|kr                          write an example plan
  %[1]s plan schema                              write the JSON Schema of plans
  %[1]s library add FILE... [--tenant T] [--password] [--json]
                                                   take documents in, and read them
  %[1]s library list [--tenant T] [--json]       the documents that are kept, and until when
  %[1]s library ask QUESTION [--tenant T] [--most N] [--json]
                                                   quote what bears on a question
  %[1]s library pin ID --reason statement|policy|contract|tax|other [--note TEXT]
                                                   keep a document for good; unpin ID lets it go again
  %[1]s library forget ID [--json]               let go of a document now
  %[1]s library read FILE [--json] [--password]  print the text of a document, page by page
  %[1]s backup make FILE                         write everything to one encrypted file
  %[1]s backup check FILE                        open a backup and say what it holds
  %[1]s backup restore FILE --to DIR             bring a backup back, into a new directory
  %[1]s export FILE.zip                          write every plan as JSON and CSV, not encrypted
  %[1]s model status [--json]                    the model host, and the models on it
  %[1]s model pull MODEL                         fetch a language model
  %[1]s model import FILE.gguf MODEL             take a model file in, without a network
  %[1]s model doctor [--json]                    examine the host and the chosen models
  %[1]s share start --yes [--way quick|named|nearby] [--minutes N]
                                                   open the running Meridian to people whom you invited
  %[1]s share stop                               close it to everybody
  %[1]s share status [--json]                    whether it is open, and where
  %[1]s ask QUESTION [--plan ID] [--thread ID] [--json]
                                                   answer a question about a plan and its documents
  %[1]s capacity --model NAME [--people N] [--limit SECONDS] [--step SECONDS] [--json]
                                                   measure how many people the model hosts serve
  %[1]s graph GRAPH.json [--ask QUESTION [--draw 0..1]]
                                                   check and show an inference graph, or try it
  %[1]s selftest                                 ask the engine questions with known answers
  %[1]s version
  %[1]s help

PLAN.json may be - for standard input; passwords and passphrases are read there. Exit codes: 0 done, 1 failed, 2 asked wrongly.
MERIDIAN_DATA and MERIDIAN_PORT stand in for --data and --port. capacity and graph speak to the
model hosts named in the data, or to --host URL [--slots N] with the key in MERIDIAN_HOST_KEY.
`, `Meridian은 가계의 삶과 돈을 이 컴퓨터 안에서만 계획합니다.

  %[1]s serve [--data DIR] [--port N] [--open] [--quiet]
                                                   실행하고 열 주소를 표시합니다
  %[1]s enter [--data DIR]                       실행 중인 프로그램의 새 주소를 표시합니다
  %[1]s service install|remove|status [--system --user NAME] [--data DIR] [--port N]
                                                   컴퓨터와 함께 시작하고, 멈추면 다시 시작하게 합니다
  %[1]s doctor [--json] [--report FILE]          모두 점검하고 해결 방법을 알려 줍니다
  %[1]s update RELEASE.json                      서명된 파일이나 https 주소에 새 버전이 있는지 알려 줍니다
  %[1]s forecast PLAN.json [--json] [--paths N] [--seed S]
                                                   계획의 앞날을 계산합니다
  %[1]s analyse KIND PLAN.json [--json] [--confidence C] [--x LEVER --y LEVER]
                                                   계획을 분석합니다: drivers, solve, map, stress, anatomy,
                                                   success
  %[1]s plan check PLAN.json                     계획의 문제를 모두 보여 줍니다
  %[1]s plan demo us|kr                          예시 계획을 출력합니다
  %[1]s plan schema                              계획의 JSON Schema를 출력합니다
  %[1]s library add FILE... [--tenant T] [--password] [--json]
                                                   문서를 넣고 읽습니다
  %[1]s library list [--tenant T] [--json]       보관 중인 문서와 기한을 보여 줍니다
  %[1]s library ask QUESTION [--tenant T] [--most N] [--json]
                                                   질문과 관련된 대목을 인용합니다
  %[1]s library pin ID --reason statement|policy|contract|tax|other [--note TEXT]
                                                   문서를 계속 보관합니다. unpin ID로 되돌립니다
  %[1]s library forget ID [--json]               문서를 바로 지웁니다
  %[1]s library read FILE [--json] [--password]  문서의 글을 쪽마다 출력합니다
  %[1]s backup make FILE                         모든 것을 암호화한 파일 하나로 저장합니다
  %[1]s backup check FILE                        백업을 열어 내용을 보여 줍니다
  %[1]s backup restore FILE --to DIR             백업을 새 폴더에 되살립니다
  %[1]s export FILE.zip                          모든 계획을 암호화하지 않은 JSON과 CSV로 내보냅니다
  %[1]s model status [--json]                    모델 서버와 모델을 보여 줍니다
  %[1]s model pull MODEL                         언어 모델을 내려받습니다
  %[1]s model import FILE.gguf MODEL             네트워크 없이 모델 파일을 가져옵니다
  %[1]s model doctor [--json]                    서버와 고른 모델을 진단합니다
  %[1]s share start --yes [--way quick|named|nearby] [--minutes N]
                                                   실행 중인 Meridian을 초대한 사람에게 엽니다
  %[1]s share stop                               모두에게 닫습니다
  %[1]s share status [--json]                    열려 있는지, 어디인지 보여 줍니다
  %[1]s ask QUESTION [--plan ID] [--thread ID] [--json]
                                                   계획과 문서에 대한 질문에 답합니다
  %[1]s capacity --model NAME [--people N] [--limit SECONDS] [--step SECONDS] [--json]
                                                   모델 서버가 몇 명까지 감당하는지 잽니다
  %[1]s graph GRAPH.json [--ask QUESTION [--draw 0..1]]
                                                   추론 그래프를 점검해 보여 주거나 시험합니다
  %[1]s selftest                                 답이 알려진 질문으로 엔진을 점검합니다
  %[1]s version
  %[1]s help

PLAN.json 대신 -를 쓰면 표준 입력을 읽고, 암호도 거기서 읽습니다. 종료 코드: 0 성공, 1 실패, 2 잘못된 사용.
--data와 --port 대신 MERIDIAN_DATA와 MERIDIAN_PORT를 쓸 수 있습니다. capacity와 graph는 데이터에 적힌 모델 서버나
--host URL [--slots N]의 서버와 통신하며, 그 키는 MERIDIAN_HOST_KEY에서 읽습니다.
`), c.Name)
}

func (c *command) help(context.Context, []string) error {
	c.usage(c.out)
	return nil
}

func (c *command) version(context.Context, []string) error {
	_, err := fmt.Fprintf(c.out, "meridian %s (engine %s)\n", c.Version, c.Engine)
	return err
}

// parse reads flags wherever they stand and returns the other arguments, of
// which there must be exactly as many as names.
func (c *command) parse(flags *flag.FlagSet, args []string, names ...string) ([]string, error) {
	rest, err := c.parseAny(flags, args)
	if err != nil {
		return nil, err
	}
	if len(rest) < len(names) {
		return nil, misuse{fmt.Sprintf(c.say("%s: %s is missing", "%s: %s이(가) 없습니다"), flags.Name(), names[len(rest)])}
	}
	if len(rest) > len(names) {
		return nil, misuse{fmt.Sprintf(c.say("%s: %q is too much", "%s: %q은(는) 필요 없습니다"), flags.Name(), rest[len(names)])}
	}
	return rest, nil
}

// parseAny is parse for any number of other arguments.
func (c *command) parseAny(flags *flag.FlagSet, args []string) (rest []string, err error) {
	flags.SetOutput(io.Discard)
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, misuse{err.Error()}
		}
		if flags.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, flags.Arg(0)), flags.Args()[1:]
	}
}

// readPlan reads a plan from a file, or from standard input for "-".
func (c *command) readPlan(name string) (plan.Plan, error) {
	if name == "-" {
		return plan.Decode(c.in)
	}
	file, err := os.Open(name)
	if err != nil {
		return plan.Plan{}, err
	}
	defer file.Close()
	return plan.Decode(file)
}

// isTerminal reports whether somebody looks at w, or types into it.
func isTerminal(w any) bool {
	file, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(file.Fd()) || isatty.IsCygwinTerminal(file.Fd()))
}
