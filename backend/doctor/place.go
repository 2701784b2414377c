package doctor

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"meridian/backend/fault"
)

// How much room on the disk is too little, in bytes: below the first, backups
// and the reading of documents stop; below the second, saving does.
const (
	littleRoom = 1 << 30
	noRoom     = 100 << 20
)

// Room judges what is free on the disk of the data.
func Room(free uint64) Finding {
	text := fault.Text{EN: fmt.Sprintf("%.1f GB are free on the disk of the data.", float64(free)/1e9), KO: fmt.Sprintf("데이터가 있는 디스크에 %.1fGB가 비어 있습니다.", float64(free)/1e9)}
	fix := fault.Text{EN: "Make room on that disk.", KO: "그 디스크의 공간을 비우세요."}
	switch {
	case free == 0:
		return Finding{"disk", Skipped, fault.Text{EN: "The system does not say how much room is left.", KO: "남은 공간을 알 수 없습니다."}, fault.Text{}}
	case free < noRoom:
		return Finding{"disk", Wrong, text, fix}
	case free < littleRoom:
		return Finding{"disk", Warning, text, fix}
	}
	return Finding{"disk", Fine, text, fault.Text{}}
}

// syncers are the folders that services keep the same on several computers, by
// a part of their path.
var syncers = []struct{ part, name string }{
	{"Dropbox", "Dropbox"}, {"OneDrive", "OneDrive"}, {"Google Drive", "Google Drive"}, {"GoogleDrive", "Google Drive"}, {"My Drive", "Google Drive"},
	{"Mobile Documents", "iCloud Drive"}, {"CloudStorage", "a cloud drive"}, {"Nextcloud", "Nextcloud"}, {"ownCloud", "ownCloud"},
	{"pCloud", "pCloud"}, {"Syncthing", "Syncthing"}, {"MYBOX", "NAVER MYBOX"}, {"MEGA", "MEGA"},
}

// Synced names the service that keeps a folder the same on several computers;
// "" where none is known by its name.
func Synced(path string) string {
	for _, part := range strings.Split(filepath.ToSlash(path), "/") {
		for _, s := range syncers {
			if part == s.part || strings.HasPrefix(part, s.part+" ") || strings.HasPrefix(part, s.part+"-") {
				return s.name
			}
		}
	}
	return ""
}

// Place judges where the data lies.
func Place(path string) Finding {
	name := Synced(path)
	if name == "" {
		return Finding{"place", Fine, fault.Text{EN: "The data lies in a folder of this computer alone.", KO: "데이터가 이 컴퓨터에만 있는 폴더에 있습니다."}, fault.Text{}}
	}
	return Finding{"place", Warning,
		fault.Text{EN: "The data lies in a folder that " + name + " copies to other computers.", KO: name + "이(가) 다른 컴퓨터로 복사하는 폴더에 데이터가 있습니다."},
		fault.Text{EN: "Move the data out of it, and let backups go there instead: a backup is one whole file, and encrypted.", KO: "데이터를 그 폴더 밖으로 옮기고, 대신 암호화된 백업 파일을 그 폴더에 두세요."}}
}

// Closed judges who else may read the data, by the modes of its files. Where
// the system has none, the finding is Skipped.
func Closed(modes []fs.FileMode, posix bool) Finding {
	if !posix {
		return Finding{"modes", Skipped, fault.Text{EN: "On this system the rights of your own folder close the data to others, and the passphrases, tokens and keys beside it, which are not in the system's keychain.", KO: "이 시스템에서는 사용자 폴더의 권한이 데이터와 그 옆의 암호 문구, 토큰, 키를 보호합니다. 시스템 키체인은 쓰지 않습니다."}, fault.Text{}}
	}
	for _, mode := range modes {
		if mode.Perm()&0o077 != 0 {
			return Finding{"modes", Warning,
				fault.Text{EN: "Other users of this computer may read the data.", KO: "이 컴퓨터의 다른 사용자가 데이터를 읽을 수 있습니다."},
				fault.Text{EN: "Take that right away: chmod -R go= on the folder of the data.", KO: "데이터 폴더에 chmod -R go= 를 실행해 그 권한을 거두세요."}}
		}
	}
	return Finding{"modes", Fine, fault.Text{
		EN: "Only you may read the files of the data. Passphrases, tokens and keys lie in them (mode 0600), not in the system's keychain.",
		KO: "데이터 파일은 본인만 읽을 수 있습니다. 암호 문구, 토큰, 키도 시스템 키체인이 아니라 이 파일들(권한 0600)에 있습니다."}, fault.Text{}}
}

// Drawing judges what the window found out about the graphics processor: "",
// works, software or none.
func Drawing(verdict string) Finding {
	fix := fault.Text{EN: "After an update of its driver, try it again under Health.", KO: "드라이버를 업데이트한 뒤 상태 화면에서 다시 시도하세요."}
	switch verdict {
	case "works":
		return Finding{"gpu", Fine, fault.Text{EN: "The graphics processor draws.", KO: "그래픽 프로세서로 그립니다."}, fault.Text{}}
	case "software":
		return Finding{"gpu", Warning, fault.Text{EN: "Charts are drawn in software, which is slower.", KO: "차트를 소프트웨어로 그려 느릴 수 있습니다."}, fix}
	case "none":
		return Finding{"gpu", Warning, fault.Text{EN: "Charts are drawn without the graphics processor.", KO: "그래픽 프로세서 없이 차트를 그립니다."}, fix}
	}
	return Finding{"gpu", Skipped, fault.Text{EN: "Not tried yet: it is found out when the window first draws many futures.", KO: "아직 시험하지 않았습니다. 창이 많은 미래를 처음 그릴 때 알게 됩니다."}, fault.Text{}}
}
