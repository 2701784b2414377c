package main

import (
	"bytes"
	"flag"
	"image"
	_ "image/png" // the icon is one
	"os"

	"github.com/tc-hib/winres"
	"github.com/tc-hib/winres/version"
)

// packResources gives a built Windows program its icon, its version and the
// manifest that says which Windows it is made for: --icon, --version, --about,
// and the program, which is changed where it lies.
func packResources(args []string) error {
	flags := flag.NewFlagSet("resources", flag.ContinueOnError)
	icon := flags.String("icon", "", "a square PNG")
	number := flags.String("version", "", "")
	about := flags.String("about", "", "what the program is, in a few words")
	if err := flags.Parse(args); err != nil {
		return err
	}
	path := flags.Arg(0)
	set, err := resources(*icon, *number, *about)
	if err != nil {
		return err
	}
	program, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := set.WriteToEXE(&out, bytes.NewReader(program)); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o755)
}

func resources(iconPath, number, about string) (*winres.ResourceSet, error) {
	picture, err := pictureIn(iconPath)
	if err != nil {
		return nil, err
	}
	icon, err := winres.NewIconFromResizedImage(picture, []int{256, 64, 48, 32, 16})
	if err != nil {
		return nil, err
	}
	set := &winres.ResourceSet{}
	// Wails takes the window's icon from the resource with this number.
	if err := set.SetIcon(winres.ID(3), icon); err != nil {
		return nil, err
	}
	set.SetManifest(winres.AppManifest{
		Description: about, Compatibility: winres.Win10AndAbove, ExecutionLevel: winres.AsInvoker,
		DPIAwareness: winres.DPIPerMonitorV2, UseCommonControlsV6: true, LongPathAware: true,
	})
	info := version.Info{}
	info.SetFileVersion(number)
	info.SetProductVersion(number)
	for key, value := range map[string]string{
		version.ProductName: "Meridian", version.CompanyName: "Meridian", version.FileDescription: about, version.LegalCopyright: "Apache-2.0",
	} {
		if err := info.Set(version.LangDefault, key, value); err != nil {
			return nil, err
		}
	}
	set.SetVersionInfo(info)
	return set, nil
}

func pictureIn(path string) (image.Image, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	picture, _, err := image.Decode(file)
	return picture, err
}

// packICO writes PNG OUT: the icon that the Windows installer shows.
func packICO(args []string) error {
	picture, err := pictureIn(args[0])
	if err != nil {
		return err
	}
	icon, err := winres.NewIconFromResizedImage(picture, []int{256, 64, 48, 32, 16})
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := icon.SaveICO(&out); err != nil {
		return err
	}
	return os.WriteFile(args[1], out.Bytes(), 0o644)
}
