package share

import "meridian/backend/fault"

// words is a phase as a sentence, and what can be done about it.
type words struct{ text, fix fault.Text }

var phases = map[Phase]words{
	Off: {fault.Text{EN: "Nobody can reach Meridian from outside this computer.", KO: "이 컴퓨터 밖에서는 아무도 Meridian에 들어올 수 없습니다."},
		fault.Text{}},
	Locating: {fault.Text{EN: "Looking for the tunnel program.", KO: "터널 프로그램을 찾고 있습니다."},
		fault.Text{}},
	Starting: {fault.Text{EN: "Starting.", KO: "시작하고 있습니다."},
		fault.Text{}},
	Connecting: {fault.Text{EN: "Connecting to Cloudflare.", KO: "Cloudflare에 연결하고 있습니다."},
		fault.Text{EN: "If this takes longer than half a minute, your network may block port 7844.", KO: "30초 넘게 걸리면 네트워크가 7844 포트를 막고 있을 수 있습니다."}},
	Registered: {fault.Text{EN: "Connected. The new address is spreading; it is not shown yet so that nobody tries it too early.", KO: "연결했습니다. 새 주소가 퍼지는 중입니다. 너무 일찍 열어 보지 않도록 아직 보여 주지 않습니다."},
		fault.Text{}},
	Probing: {fault.Text{EN: "Visiting the link from outside to see that it works.", KO: "링크가 열리는지 바깥에서 직접 들어가 보고 있습니다."},
		fault.Text{}},
	Live: {fault.Text{EN: "Open. People with an invitation can come in.", KO: "열려 있습니다. 초대받은 사람이 들어올 수 있습니다."},
		fault.Text{}},
	Degraded: {fault.Text{EN: "Open, but the last visit from outside did not get through.", KO: "열려 있지만 방금 바깥에서 들어와 보니 열리지 않았습니다."},
		fault.Text{EN: "Meridian tries again in a few seconds.", KO: "몇 초 뒤 다시 확인합니다."}},
	Reconnecting: {fault.Text{EN: "The connection to Cloudflare was lost and is being made again.", KO: "Cloudflare와의 연결이 끊겨 다시 잇고 있습니다."},
		fault.Text{EN: "Check that this computer is on the internet.", KO: "이 컴퓨터가 인터넷에 연결되어 있는지 확인하세요."}},
	Restarting: {fault.Text{EN: "The tunnel is started again after a pause, so that Cloudflare does not turn it away.", KO: "Cloudflare가 거절하지 않도록 잠시 쉬었다가 터널을 다시 시작합니다."},
		fault.Text{EN: "You can wait, or stop sharing and open it later.", KO: "기다리거나, 공유를 끄고 나중에 다시 켜도 됩니다."}},
	Failed: {fault.Text{EN: "Sharing could not be kept open.", KO: "공유를 열어 두지 못했습니다."},
		fault.Text{EN: "Open it again.", KO: "다시 열어 보세요."}},
	Stopping: {fault.Text{EN: "Closed to everybody; the rest is ending.", KO: "문은 닫혔습니다. 나머지를 정리하고 있습니다."},
		fault.Text{}},
}

// nearbyLive is Live where no tunnel is between.
var nearbyLive = words{
	fault.Text{EN: "Open on this network. People with an invitation can come in.", KO: "이 네트워크에서 열려 있습니다. 초대받은 사람이 들어올 수 있습니다."},
	fault.Text{},
}

// ended says why sharing is off.
var ended = map[string]words{
	byTimer: {fault.Text{EN: "Sharing has ended by itself at the time that you set.", KO: "정해 둔 시간이 되어 공유를 닫았습니다."}, fault.Text{}},
	byRestart: {fault.Text{EN: "Sharing was open when Meridian ended. The link that people have no longer works.", KO: "공유 중에 Meridian이 종료되었습니다. 사람들에게 준 링크는 더 이상 열리지 않습니다."},
		fault.Text{EN: "Open it again and give them the new link.", KO: "다시 열고 새 링크를 알려 주세요."}},
}

// The ways in which sharing ends.
const (
	byOwner   = "owner"
	byTimer   = "timer"
	byRestart = "restart"
	byFault   = "fault"
)

// Faults of sharing.
var (
	ErrNoConsent = fault.New(fault.Invalid, "share.consent",
		fault.Text{EN: "Sharing opens Meridian to others, so it needs your consent.", KO: "공유는 Meridian을 다른 사람에게 여는 일이므로 동의가 필요합니다."},
		fault.Text{EN: "Read what it means and agree to it.", KO: "내용을 읽고 동의해 주세요."})
	ErrOpen = fault.New(fault.Conflict, "share.open",
		fault.Text{EN: "Sharing is open already, in another way.", KO: "이미 다른 방식으로 공유하고 있습니다."},
		fault.Text{EN: "Close it first.", KO: "먼저 닫아 주세요."})
	ErrStopped = fault.New(fault.Cancelled, "share.stopped",
		fault.Text{EN: "Sharing was closed before it was open.", KO: "열리기 전에 공유를 닫았습니다."}, fault.Text{})
	ErrNotRunning = fault.New(fault.Unavailable, "share.notRunning",
		fault.Text{EN: "Meridian is closing.", KO: "Meridian을 종료하는 중입니다."},
		fault.Text{EN: "Start it again.", KO: "다시 시작해 주세요."})
	ErrWay = fault.New(fault.Invalid, "share.way",
		fault.Text{EN: "There is no such way of sharing.", KO: "그런 공유 방식은 없습니다."},
		fault.Text{EN: "Choose quick, named or nearby.", KO: "quick, named, nearby 중에서 고르세요."})
	ErrMinutes = fault.New(fault.Invalid, "share.minutes",
		fault.Text{EN: "Sharing can be set to end after a minute up to a week.", KO: "자동 종료는 1분에서 1주일 사이로 정할 수 있습니다."},
		fault.Text{EN: "Choose a time in between, or 0 for none.", KO: "그 사이의 시간을 고르거나, 정하지 않으려면 0을 적으세요."})
	ErrPort = fault.New(fault.Unavailable, "share.port",
		fault.Text{EN: "Another program uses the port of the second listener.", KO: "다른 프로그램이 공유용 포트를 쓰고 있습니다."},
		fault.Text{EN: "Choose another port in Sharing, and set the same at Cloudflare.", KO: "공유 설정에서 다른 포트를 고르고 Cloudflare에도 같은 포트를 적으세요."})

	ErrNoProgram = fault.New(fault.Unavailable, "share.noProgram",
		fault.Text{EN: "The tunnel program cloudflared was not found on this computer.", KO: "이 컴퓨터에 터널 프로그램 cloudflared가 없습니다."},
		fault.Text{EN: "Install it (brew install cloudflared, winget install Cloudflare.cloudflared, or the package for your Linux), or give its path.", KO: "설치하거나(brew install cloudflared, winget install Cloudflare.cloudflared, 또는 리눅스용 패키지) 경로를 적으세요."})
	ErrOldProgram = fault.New(fault.Unavailable, "share.oldProgram",
		fault.Text{EN: "This cloudflared is too old to be driven safely.", KO: "이 cloudflared는 너무 오래되어 안전하게 쓸 수 없습니다."},
		fault.Text{EN: "Update it to 2025.6.1 or newer.", KO: "2025.6.1 이상으로 업데이트하세요."})
	ErrUnsafeProgram = fault.New(fault.Refused, "share.unsafeProgram",
		fault.Text{EN: "Other users of this computer could replace this cloudflared.", KO: "이 컴퓨터의 다른 사용자가 이 cloudflared를 바꿔치기할 수 있습니다."},
		fault.Text{EN: "Take away their right to write to the file and its directory, or use another copy.", KO: "파일과 폴더에서 다른 사용자의 쓰기 권한을 빼거나 다른 사본을 쓰세요."})
	ErrBadProgram = fault.New(fault.Unavailable, "share.badProgram",
		fault.Text{EN: "This program does not run, or is not cloudflared.", KO: "실행되지 않거나 cloudflared가 아닌 프로그램입니다."},
		fault.Text{EN: "Check the path; an antivirus may have put it away.", KO: "경로를 확인하세요. 백신이 격리했을 수도 있습니다."})
	ErrNoPin = fault.New(fault.Unavailable, "share.noPin",
		fault.Text{EN: "This version of Meridian knows no checksum of a cloudflared to download, and downloads nothing that it cannot check.", KO: "이 버전의 Meridian에는 내려받을 cloudflared의 검사합이 없습니다. 확인할 수 없는 것은 내려받지 않습니다."},
		fault.Text{EN: "Install cloudflared yourself (brew install cloudflared, winget install Cloudflare.cloudflared, or the package for your Linux), and Meridian finds it.", KO: "cloudflared를 직접 설치하면(brew install cloudflared, winget install Cloudflare.cloudflared, 또는 리눅스용 패키지) Meridian이 찾아냅니다."})
	ErrFetch = fault.New(fault.Unavailable, "share.fetch",
		fault.Text{EN: "The download does not get through.", KO: "내려받을 수 없습니다."},
		fault.Text{EN: "Check the network and try again; what has come is kept.", KO: "네트워크를 확인하고 다시 시도하세요. 받은 부분은 남아 있습니다."})
	ErrFetchDisk = fault.New(fault.Unavailable, "share.fetchDisk",
		fault.Text{EN: "The disk has no room for this.", KO: "디스크에 공간이 모자랍니다."},
		fault.Text{EN: "Make room, then try again.", KO: "공간을 마련한 뒤 다시 시도하세요."})
	ErrDamaged = fault.New(fault.Unavailable, "share.damaged",
		fault.Text{EN: "What was downloaded is not the cloudflared that was checked.", KO: "내려받은 파일이 검사를 마친 cloudflared와 다릅니다."},
		fault.Text{EN: "It was thrown away. Try again, or install cloudflared yourself.", KO: "그 파일은 버렸습니다. 다시 시도하거나 cloudflared를 직접 설치하세요."})

	ErrLimited = fault.New(fault.Unavailable, "share.limited",
		fault.Text{EN: "Cloudflare gives out no new link for now: too many were asked for.", KO: "새 링크를 너무 많이 요청해 Cloudflare가 당분간 내주지 않습니다."},
		fault.Text{EN: "Wait some minutes; Meridian tries again. A named tunnel has no such limit.", KO: "몇 분 기다리면 다시 시도합니다. 이름 있는 터널에는 이런 제한이 없습니다."})
	ErrService = fault.New(fault.Unavailable, "share.service",
		fault.Text{EN: "Cloudflare's service for quick links has a fault.", KO: "Cloudflare의 빠른 링크 서비스에 장애가 있습니다."},
		fault.Text{EN: "Meridian tries again; a named tunnel may work meanwhile.", KO: "다시 시도합니다. 그동안 이름 있는 터널은 될 수 있습니다."})
	ErrPortal = fault.New(fault.Unavailable, "share.portal",
		fault.Text{EN: "This network shows a sign-in page instead of the internet.", KO: "이 네트워크가 인터넷 대신 로그인 화면을 보여 줍니다."},
		fault.Text{EN: "Open a browser, sign in to the network, then open sharing again.", KO: "브라우저에서 네트워크에 로그인한 뒤 다시 공유를 여세요."})
	ErrSilent = fault.New(fault.Unavailable, "share.silent",
		fault.Text{EN: "Cloudflare does not answer.", KO: "Cloudflare가 응답하지 않습니다."},
		fault.Text{EN: "Check the network; Meridian tries again.", KO: "네트워크를 확인하세요. 다시 시도합니다."})
	ErrOffline = fault.New(fault.Unavailable, "share.offline",
		fault.Text{EN: "This computer is not on the internet.", KO: "이 컴퓨터가 인터넷에 연결되어 있지 않습니다."},
		fault.Text{EN: "Connect it; sharing goes on by itself.", KO: "연결하면 공유가 저절로 이어집니다."})
	ErrBlocked = fault.New(fault.Unavailable, "share.blocked",
		fault.Text{EN: "This network lets no tunnel through: port 7844 is blocked for UDP and TCP.", KO: "이 네트워크는 터널을 막고 있습니다(UDP·TCP 7844 포트 차단)."},
		fault.Text{EN: "Use another network, ask whoever runs it, or share nearby.", KO: "다른 네트워크를 쓰거나 관리자에게 문의하거나, 같은 네트워크 안에서만 공유하세요."})
	ErrBadToken = fault.New(fault.Invalid, "share.badToken",
		fault.Text{EN: "This is not the token of a Cloudflare tunnel.", KO: "Cloudflare 터널의 토큰이 아닙니다."},
		fault.Text{EN: "Copy it whole from the tunnel's page at Cloudflare; it begins with eyJ.", KO: "Cloudflare의 터널 페이지에서 전체를 복사하세요. eyJ로 시작합니다."})
	ErrNoToken = fault.New(fault.Invalid, "share.noToken",
		fault.Text{EN: "A named tunnel needs its token.", KO: "이름 있는 터널에는 토큰이 필요합니다."},
		fault.Text{EN: "Make a tunnel at Cloudflare and paste its token in Sharing.", KO: "Cloudflare에서 터널을 만들고 토큰을 공유 설정에 붙여 넣으세요."})
	ErrNoHost = fault.New(fault.Invalid, "share.noHost",
		fault.Text{EN: "A named tunnel needs the public name that you gave it at Cloudflare, and a fixed port.", KO: "이름 있는 터널에는 Cloudflare에서 정한 공개 주소와 고정 포트가 필요합니다."},
		fault.Text{EN: "Write both in Sharing; at Cloudflare the name must lead to http://127.0.0.1 with that port.", KO: "둘 다 공유 설정에 적으세요. Cloudflare에서는 그 주소가 http://127.0.0.1의 같은 포트로 이어져야 합니다."})
	ErrRevoked = fault.New(fault.Refused, "share.revoked",
		fault.Text{EN: "Cloudflare no longer accepts this tunnel.", KO: "Cloudflare가 이 터널을 더 이상 받아 주지 않습니다."},
		fault.Text{EN: "It was deleted or its token was changed: paste the new token.", KO: "터널이 지워졌거나 토큰이 바뀌었습니다. 새 토큰을 붙여 넣으세요."})
	ErrMisrouted = fault.New(fault.Invalid, "share.misrouted",
		fault.Text{EN: "At Cloudflare the public name does not lead to this Meridian.", KO: "Cloudflare의 공개 주소가 이 Meridian으로 이어지지 않습니다."},
		fault.Text{EN: "On the tunnel's page set the service of the name to http://127.0.0.1 with the port shown here.", KO: "터널 페이지에서 그 주소의 서비스를 http://127.0.0.1과 여기 보이는 포트로 정하세요."})
	ErrUnproven = fault.New(fault.Unavailable, "share.unproven",
		fault.Text{EN: "Open, but the link could not be reached from this computer.", KO: "열려 있지만 이 컴퓨터에서는 링크가 열리지 않았습니다."},
		fault.Text{EN: "Try it on a phone: filters in this network may block trycloudflare.com. A named tunnel avoids that.", KO: "휴대전화로 열어 보세요. 이 네트워크가 trycloudflare.com을 막고 있을 수 있습니다. 이름 있는 터널은 괜찮습니다."})
	ErrUsage = fault.New(fault.Unavailable, "share.usage",
		fault.Text{EN: "This cloudflared does not know what it was asked.", KO: "이 cloudflared는 필요한 기능을 모릅니다."},
		fault.Text{EN: "Update it to 2025.6.1 or newer.", KO: "2025.6.1 이상으로 업데이트하세요."})
	ErrEnded = fault.New(fault.Unavailable, "share.ended",
		fault.Text{EN: "The tunnel program has ended by itself.", KO: "터널 프로그램이 저절로 종료되었습니다."},
		fault.Text{EN: "Meridian starts it again after a pause.", KO: "잠시 쉬었다가 다시 시작합니다."})
	ErrGaveUp = fault.New(fault.Unavailable, "share.gaveUp",
		fault.Text{EN: "The tunnel did not stay up after several attempts.", KO: "여러 번 다시 시작했지만 터널이 유지되지 않습니다."},
		fault.Text{EN: "Wait a quarter of an hour and open it again, or use another network.", KO: "15분쯤 뒤에 다시 열거나 다른 네트워크를 쓰세요."})

	ErrNoNetwork = fault.New(fault.Unavailable, "share.noNetwork",
		fault.Text{EN: "This computer is on no network that others nearby could use.", KO: "근처 사람이 쓸 수 있는 네트워크에 연결되어 있지 않습니다."},
		fault.Text{EN: "Connect it to the office's or home's network.", KO: "사무실이나 집의 네트워크에 연결하세요."})
	ErrBadAddress = fault.New(fault.Invalid, "share.badAddress",
		fault.Text{EN: "This is not an address of this computer.", KO: "이 컴퓨터의 주소가 아닙니다."},
		fault.Text{EN: "Choose one of the addresses offered.", KO: "보이는 주소 중에서 고르세요."})
	ErrCertificate = fault.New(fault.Invalid, "share.certificate",
		fault.Text{EN: "The certificate and its key cannot be used.", KO: "인증서와 키를 쓸 수 없습니다."},
		fault.Text{EN: "Give PEM files that belong together and have not expired, or none.", KO: "서로 맞고 만료되지 않은 PEM 파일을 주거나 비워 두세요."})
)
