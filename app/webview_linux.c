//go:build desktop && production

#include "webview_linux.h"

#include <gtk/gtk.h>
#include <string.h>
#include <webkit2/webkit2.h>

static char *home_page;
static char *splash_page;

static void find_in(GtkWidget *widget, gpointer found)
{
	if (WEBKIT_IS_WEB_VIEW(widget))
		*(GtkWidget **)found = widget;
	else if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), find_in, found);
}

// The window holds one web view; Wails keeps the pointer to itself.
static WebKitWebView *page(void)
{
	GtkWidget *found = NULL;
	GList *windows = gtk_window_list_toplevels();
	for (GList *at = windows; at && !found; at = at->next)
		find_in(GTK_WIDGET(at->data), &found);
	g_list_free(windows);
	return found ? WEBKIT_WEB_VIEW(found) : NULL;
}

static gboolean stays(const char *address)
{
	return address && (g_str_has_prefix(address, home_page) || g_str_has_prefix(address, splash_page)
		|| strcmp(address, "about:blank") == 0);
}

// Only what a person clicked opens elsewhere: a page cannot make the system
// browser jump by itself.
static void leave(WebKitNavigationAction *action)
{
	const char *address = webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
	if (address && webkit_navigation_action_is_user_gesture(action))
		leavePage((char *)address);
}

static gboolean decide(WebKitWebView *view, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type, gpointer data)
{
	if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
		return FALSE;
	WebKitNavigationAction *action =
		webkit_navigation_policy_decision_get_navigation_action(WEBKIT_NAVIGATION_POLICY_DECISION(decision));
	const char *address = webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
	if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION && (stays(address) || (address && g_str_has_prefix(address, "blob:"))))
		return FALSE;
	webkit_policy_decision_ignore(decision);
	leave(action);
	return TRUE;
}

static gboolean deny(WebKitWebView *view, WebKitPermissionRequest *request, gpointer data)
{
	webkit_permission_request_deny(request);
	return TRUE;
}

static gboolean guard(gpointer data)
{
	WebKitWebView *view = page();
	if (view) {
		g_signal_connect(view, "decide-policy", G_CALLBACK(decide), NULL);
		g_signal_connect(view, "permission-request", G_CALLBACK(deny), NULL);
		gtk_widget_grab_focus(GTK_WIDGET(view));
	}
	return G_SOURCE_REMOVE;
}

void guardPage(const char *home, const char *splash)
{
	home_page = g_strdup(home);
	splash_page = g_strdup(splash);
	g_idle_add(guard, NULL);
}

static gboolean edit(gpointer command)
{
	WebKitWebView *view = page();
	if (view)
		webkit_web_view_execute_editing_command(view, command);
	g_free(command);
	return G_SOURCE_REMOVE;
}

void editPage(const char *command)
{
	g_idle_add(edit, g_strdup(command));
}

static gboolean zoom(gpointer data)
{
	double *factor = data;
	WebKitWebView *view = page();
	if (view) {
		double level = *factor == 0 ? 1 : webkit_web_view_get_zoom_level(view) * *factor;
		webkit_web_view_set_zoom_level(view, CLAMP(level, 0.5, 3));
	}
	g_free(factor);
	return G_SOURCE_REMOVE;
}

void zoomPage(double factor)
{
	double *copy = g_new(double, 1);
	*copy = factor;
	g_idle_add(zoom, copy);
}
