#ifndef MERIDIAN_WEBVIEW_H
#define MERIDIAN_WEBVIEW_H

// Every function may be called from any thread: the work is handed to GTK's
// main loop, and what needs an answer waits for it there. Strings are copied.

// guardPage keeps the window on pages that start with one of two prefixes and
// reports every other address through leavePage.
void guardPage(const char *home, const char *splash);

// editPage does what an edit menu does: "Cut", "Copy", "Paste", "SelectAll".
void editPage(const char *command);

// zoomPage multiplies the size of the page; 0 means its natural size.
void zoomPage(double factor);

// leavePage is Go's: an address outside Meridian was asked for by the person.
extern void leavePage(char *address);

#endif
