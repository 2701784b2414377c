package httpapi

import (
	"net/http"

	"meridian/backend/access"
	"meridian/backend/actual"
	"meridian/backend/answer"
	"meridian/backend/backup"
	"meridian/backend/dataset"
	"meridian/backend/forecast"
	"meridian/backend/hosting"
	"meridian/backend/library"
	"meridian/backend/methodology"
	"meridian/backend/plan"
	"meridian/backend/settings"
	"meridian/backend/share"
	"meridian/backend/track"
)

// patchOf marks a body that is a merge patch of T.
type patchOf map[string]any

// table is every route there is, one a line.
func (a *API) table() []Route {
	const (
		created  = http.StatusCreated
		accepted = http.StatusAccepted
		bytes    = Media("application/octet-stream")
		zipped   = Media("application/zip")
		stream   = Media("text/event-stream")
		document = Media("application/json")
		metrics  = Media("text/plain")
		table    = Media("text/csv")
	)
	return []Route{
		{"GET /session", access.SessionRead, a.getSession, "session", "What runs here.", nil, Session{}, 0, 0, Read},
		{"GET /health", access.SessionRead, a.getHealth, "health", "Whether the program is well.", nil, Health{}, 0, 0, Read},
		{"GET /health/issues", access.PlanRead, a.getIssues, "issues", "What is not in order, of the program and of the households, and what helps.", nil, IssueList{}, 0, 0, Read},
		{"POST /health/examinations", access.MetricsRead, a.examine, "examine", "Examines the whole program.", nil, Accepted{}, accepted, 0, Begin},
		{"GET /health/examination", access.MetricsRead, a.lastExamination, "programExamination", "What the doctor found last; 204 before the first.", nil, ProgramExamination{}, 0, 0, Read},
		{"GET /health/report", access.MetricsRead, a.getReport, "report", "The same for others to see: without names, places and amounts.", nil, document, 0, 0, Read},
		{"POST /updates/look", access.MetricsRead, a.lookForUpdate, "lookForUpdate", "Compares this version with the one in the signed manifest.", nil, UpdateLook{}, 0, 0, Read},

		// Passphrases are in these: not even a hash of them is kept.
		{"GET /lock", access.LockOpen, a.getLock, "lock", "How the lock stands.", nil, LockState{}, 0, 0, Read},
		{"POST /lock/open", access.LockOpen, a.openLock, "openLock", "Opens the lock by its passphrase or the recovery key.", OpenLock{}, OpenedLock{}, 0, 0, Read},
		{"POST /lock/shut", access.LockOpen, a.shutLock, "shutLock", "Shuts the lock, at once.", nil, nil, 0, 0, Read},
		{"POST /lock/touch", access.LockWrite, a.touchLock, "touchLock", "Says that a person uses the program.", nil, nil, 0, 0, Read},
		{"POST /lock/passphrase", access.LockWrite, a.setLock, "setLock", "Gives the lock a passphrase.", NewLock{}, nil, 0, 0, Read},
		{"POST /lock/remove", access.LockWrite, a.removeLock, "removeLock", "Takes the lock's passphrase away.", OpenLock{}, nil, 0, 0, Read},
		{"POST /recovery-key", access.LockWrite, a.beginRecoveryKey, "beginRecoveryKey", "Makes a recovery key and tells it, once.", OpenLock{}, NewRecoveryKey{}, 0, 0, Read},
		{"POST /recovery-key/confirm", access.LockWrite, a.confirmRecoveryKey, "confirmRecoveryKey", "Has the new recovery key hold, once some of it is typed back.", ConfirmedKey{}, nil, 0, 0, Read},
		{"GET /openapi.json", access.SessionRead, a.getOpenAPI, "openapi", "This description.", nil, document, 0, 0, Read},
		{"GET /plan.schema.json", access.SessionRead, a.getPlanSchema, "planSchema", "The JSON Schema of a plan document.", nil, document, 0, 0, Read},

		{"GET /methodology", access.SessionRead, a.getMethodology, "methodology", "How everything is computed, and how that is known to be right.", nil, methodology.Document{}, 0, 0, Read},
		{"GET /assumptions", access.SessionRead, a.getAssumptions, "assumptions", "What is assumed by default, where that comes from, and where it stands in recorded history.", nil, methodology.Assumptions{}, 0, 0, Read},
		{"POST /health/selftest", access.ForecastRun, a.selfTest, "selfTest", "Puts questions with known answers to the engine.", nil, methodology.SelfTest{}, 0, 0, Read},
		{"GET /tax-laws", access.SessionRead, a.getTaxLaws, "taxLaws", "The tax regimes that come with a country's law: years, sources, accounts.", nil, TaxLaws{}, 0, 0, Read},

		{"GET /settings", access.SettingsRead, a.getSettings, "settings", "What the owner chose.", nil, settings.Settings{}, 0, 0, Read},
		{"PATCH /settings", access.SettingsWrite, a.patchSettings, "changeSettings", "Changes settings by a merge patch.", patchOf{}, settings.Settings{}, 0, 0, Change},

		{"GET /plans", access.PlanRead, a.listPlans, "plans", "Every plan that is not archived, the newest first.", nil, PlanList{}, 0, 0, Read},
		{"POST /plans", access.PlanCreate, a.createPlan, "createPlan", "Makes a plan.", NewPlan{}, PlanState{}, created, planBody, Change},
		{"POST /plans/check", access.PlanRead, a.checkPlan, "checkPlan", "Says everything that is wrong with a document, and saves nothing.", plan.Plan{}, PlanCheck{}, 0, planBody, Read},
		{"GET /plans/{plan}", access.PlanRead, a.getPlan, "plan", "A plan at its newest revision.", nil, PlanState{}, 0, 0, Read},
		{"DELETE /plans/{plan}", access.PlanArchive, a.archivePlan, "archivePlan", "Puts a plan away; nothing is destroyed.", nil, nil, 0, 0, Change},
		{"POST /plans/{plan}/restore", access.PlanArchive, a.restorePlan, "restorePlan", "Takes an archived plan back.", nil, PlanState{}, 0, 0, Change},
		{"POST /plans/{plan}/edits", access.PlanWrite, a.editPlan, "editPlan", "Changes a plan by a merge patch, field by field on what others did meanwhile.", Edit{}, PlanState{}, 0, planBody, Change},
		{"POST /plans/{plan}/undo", access.PlanWrite, a.undoPlan, "undo", "Takes the sender's newest edit back.", Base{}, PlanState{}, 0, 0, Change},
		{"POST /plans/{plan}/redo", access.PlanWrite, a.redoPlan, "redo", "Does again what the sender took back last.", Base{}, PlanState{}, 0, 0, Change},
		{"POST /plans/{plan}/rewind", access.PlanWrite, a.rewindPlan, "rewind", "Makes a plan what it was at a revision or at the end of a day.", Rewind{}, PlanState{}, 0, 0, Change},
		{"GET /plans/{plan}/history", access.PlanRead, a.getHistory, "history", "Every change of a plan, the newest first.", nil, History{}, 0, 0, Read},
		{"POST /plans/{plan}/presence", access.PlanRead, a.bePresent, "bePresent", "Says where in a plan a window stands, and who else is there.", Here{}, PresentList{}, 0, 0, Read},
		{"GET /plans/{plan}/caps", access.PlanRead, a.getCaps, "caps", "The yearly limits that a plan's saving rules are under.", nil, PlanCaps{}, 0, 0, Read},
		{"GET /plans/{plan}/document", access.PlanRead, a.getDocument, "document", "A plan's canonical document, as a file.", nil, plan.Plan{}, 0, 0, Read},

		{"GET /plans/{plan}/track", access.TrackRead, a.getTrack, "track", "What really happened to a household, and what was forecast at the time.", nil, track.State{}, 0, 0, Read},
		{"POST /plans/{plan}/check-ins", access.TrackWrite, a.checkIn, "checkIn", "Keeps what everything was worth on a day, in the place of what was kept for it.", track.NewCheckIn{}, actual.CheckIn{}, created, 1 << 20, Change},
		{"DELETE /plans/{plan}/check-ins/{checkIn}", access.TrackWrite, a.dropCheckIn, "dropCheckIn", "Takes a check-in away; the plan stays as it is.", nil, nil, 0, 0, Change},
		{"POST /plans/{plan}/snapshots", access.TrackWrite, a.takeSnapshot, "takeSnapshot", "Keeps what the plan's forecast says now.", nil, actual.Snapshot{}, created, 0, Change},
		{"GET /plans/{plan}/snapshots/{snapshot}", access.TrackRead, a.getCourse, "course", "What a snapshot said, and what came.", nil, track.Course{}, 0, 0, Read},
		{"DELETE /plans/{plan}/snapshots/{snapshot}", access.TrackWrite, a.dropSnapshot, "dropSnapshot", "Takes a snapshot away.", nil, nil, 0, 0, Change},
		{"POST /plans/{plan}/imports/review", access.TrackRead, a.reviewImport, "reviewImport", "Says what importing a statement would do, and does nothing.", track.NewImport{}, track.Review{}, 0, planBody, Read},
		{"POST /plans/{plan}/imports", access.TrackWrite, a.importStatement, "importStatement", "Keeps the payments of a statement.", track.NewImport{}, actual.Import{}, created, planBody, Change},
		{"DELETE /plans/{plan}/imports/{import}", access.TrackWrite, a.dropImport, "dropImport", "Takes an import back with all its payments.", nil, nil, 0, 0, Change},

		{"GET /datasets", access.DatasetRead, a.listDatasets, "datasets", "The histories of markets that were brought.", nil, DatasetList{}, 0, 0, Read},
		{"POST /datasets/review", access.DatasetRead, a.reviewDataset, "reviewDataset", "Says what would be taken in of a file with monthly returns, and keeps nothing.", dataset.NewFile{}, dataset.Review{}, 0, planBody, Read},
		{"POST /datasets", access.DatasetWrite, a.keepDataset, "keepDataset", "Takes a file with monthly returns in.", dataset.NewFile{}, dataset.Set{}, created, planBody, Change},
		{"GET /datasets/{dataset}/table", access.DatasetRead, a.getDatasetTable, "datasetTable", "A history of markets as CSV, real returns as shares of one; embedded is the built-in one.", nil, table, 0, 0, Read},
		{"DELETE /datasets/{dataset}", access.DatasetWrite, a.dropDataset, "dropDataset", "Deletes a history that no plan draws from.", nil, nil, 0, 0, Change},

		// A host's key is in the request: its answer is remembered in memory only.
		{"GET /model-hosts", access.HostRead, a.getModelHosts, "modelHosts", "The hosts of language models, and how they are.", nil, ModelHosts{}, 0, 0, Read},
		{"POST /model-hosts", access.HostWrite, a.putModelHost, "putModelHost", "Names a host of language models, or changes it.", NewModelHost{}, ModelHosts{}, 0, 0, Begin},
		{"DELETE /model-hosts/{host}", access.HostWrite, a.dropModelHost, "dropModelHost", "Forgets a host and its key.", nil, nil, 0, 0, Begin},
		{"GET /performance", access.MetricsRead, a.getPerformance, "performance", "How quickly the program and its models answer.", nil, Performance{}, 0, 0, Read},
		{"GET /metrics", access.MetricsRead, a.getMetrics, "metrics", "The same, in Prometheus' text format.", nil, metrics, 0, 0, Read},

		{"POST /events/stream", access.PlanRead, a.streamEvents, "listen", "What happens to plans, documents and settings, as it happens.", Listen{}, stream, 0, 0, Read},

		{"POST /forecasts", access.ForecastRun, a.startForecast, "startForecast", "Asks what a plan may lead to.", NewForecast{}, Accepted{}, accepted, planBody, Begin},
		{"POST /analyses", access.ForecastRun, a.startAnalysis, "startAnalysis", "Asks what moves a plan, what would reach a target, and why futures fail.", NewAnalysis{}, Accepted{}, accepted, planBody, Begin},
		{"GET /analyses/{hash}", access.ForecastRead, a.getAnalysis, "analysis", "The answer to an analysis.", nil, forecast.Analysis{}, 0, 0, Read},
		{"GET /jobs/{job}", access.ForecastRead, a.getJob, "job", "Where a job stands.", nil, Job{}, 0, 0, Read},
		{"POST /jobs/{job}/cancel", access.ForecastRun, a.cancelJob, "cancelJob", "Stops a job.", nil, Job{}, 0, 0, Begin},
		{"POST /jobs/{job}/stream", access.ForecastRead, a.streamJob, "followJob", "The events of a job, as they happen.", Follow{}, stream, 0, 0, Read},
		{"GET /results/{hash}", access.ForecastRead, a.getResult, "result", "A result without its matrices.", nil, forecast.Header{}, 0, 0, Read},
		{"GET /results/{hash}/blocks/{block}", access.ForecastRead, a.getBlock, "block", "A matrix of a result (series, futures or years): float32, little-endian.", nil, bytes, 0, 0, Read},
		{"GET /results/{hash}/futures/{future}", access.ForecastRead, a.getFuture, "future", "One future, month by month.", nil, forecast.Replay{}, 0, 0, Read},
		{"POST /results/{hash}/brush", access.ForecastRead, a.brush, "brush", "What sets some futures of a result apart from the rest.", NewBrush{}, forecast.Brush{}, 0, planBody, Read},
		{"GET /results/{hash}/against/{other}", access.ForecastRead, a.getAgainst, "against", "Two results, future by future.", nil, forecast.Paired{}, 0, 0, Read},

		// What is answered about a document holds its title. It is remembered while
		// the program lives, and not in the store: a document must be forgettable.
		{"GET /library?tenant", access.LibraryRead, a.getShelf, "library", "Every document of a tenant, the last used first.", nil, Shelf{}, 0, 0, Read},
		{"POST /library/documents?tenant&title&versionOf?", access.LibraryWrite, a.addDocument, "addDocument", "Takes a file in; it is read afterwards.", bytes, DocumentAdded{}, accepted, 0, Upload},
		{"GET /library/documents/{document}", access.LibraryRead, a.getLibraryDocument, "libraryDocument", "A document and its pages.", nil, DocumentDetail{}, 0, 0, Read},
		{"DELETE /library/documents/{document}", access.LibraryWrite, a.forgetDocument, "forgetDocument", "Forgets a document now: nothing of it can be read afterwards.", nil, nil, 0, 0, Begin},
		{"GET /library/documents/{document}/forgetting", access.LibraryRead, a.getForgetting, "forgetting", "What forgetting a document would take away, and what stays.", nil, library.Forgetting{}, 0, 0, Read},
		{"GET /library/documents/{document}/pages/{page}", access.LibraryRead, a.getPage, "page", "The text of a page, and where it stands.", nil, PageText{}, 0, 0, Read},
		{"GET /library/documents/{document}/proposals", access.LibraryRead, a.getProposals, "proposals", "Values on the pages of a document that a plan could take, each with the line that says so.", nil, Proposals{}, 0, 0, Read},
		{"POST /library/documents/{document}/open", access.LibraryRead, a.openDocument, "openDocument", "A document and its pages; counts as use.", nil, DocumentDetail{}, 0, 0, Read},
		{"POST /library/documents/{document}/supersede", access.LibraryWrite, a.supersedeDocument, "supersedeDocument", "Forgets the earlier version that a document replaces.", nil, LibraryDocument{}, 0, 0, Begin},
		{"POST /library/documents/{document}/retry", access.LibraryWrite, a.retryDocument, "retryDocument", "Reads a failed or locked document again.", RetryDocument{}, LibraryDocument{}, accepted, 0, Read},
		{"POST /library/documents/{document}/pin", access.LibraryWrite, a.pinDocument, "pinDocument", "Keeps a document for good.", PinDocument{}, LibraryDocument{}, 0, 0, Begin},
		{"DELETE /library/documents/{document}/pin", access.LibraryWrite, a.unpinDocument, "unpinDocument", "Lets a document go again when it is not used.", nil, LibraryDocument{}, 0, 0, Begin},
		{"POST /library/ask", access.LibraryRead, a.askLibrary, "ask", "Finds the passages that bear on a question; counts as use of what is cited.", library.Question{}, library.Found{}, 0, 0, Read},

		// Of a body that holds a passphrase not even a hash is kept: these are Reads.
		{"GET /backups", access.BackupRead, a.getBackups, "backups", "Where backups lie, and which.", nil, BackupShelf{}, 0, 0, Read},
		{"POST /backups", access.BackupWrite, a.makeBackup, "makeBackup", "Makes one encrypted file of everything.", NewBackup{}, Accepted{}, accepted, 0, Read},
		{"DELETE /backups/passphrase", access.BackupWrite, a.forgetPassphrase, "forgetPassphrase", "Keeps no passphrase for scheduled backups any more.", nil, nil, 0, 0, Begin},
		{"GET /backups/{backup}", access.BackupRead, a.downloadBackup, "downloadBackup", "A backup, as a file.", nil, bytes, 0, 0, Read},
		{"POST /backups/{backup}/contents", access.BackupRead, a.readBackup, "readBackup", "Reads a backup to its end and says what it holds.", Passphrase{}, BackupContents{}, 0, 0, Read},
		{"POST /backups/{backup}/plans/{plan}", access.BackupWrite, a.bringBack, "bringBack", "Makes a new plan of one in a backup.", Passphrase{}, PlanState{}, created, 0, Read},
		{"POST /backups/files?name?", access.BackupWrite, a.takeInBackup, "takeInBackup", "Puts a backup that lies elsewhere on the shelf.", bytes, backup.Backup{}, created, 0, Upload},
		{"POST /backups/{backup}/places", access.BackupWrite, a.restoreBackup, "restoreBackup", "Brings a backup back into a new place, beside what is in use; the job's result is the place.", Passphrase{}, Accepted{}, accepted, 0, Read},
		{"GET /places", access.BackupRead, a.listPlaces, "places", "What was brought back, and what was in use before.", nil, PlaceList{}, 0, 0, Read},
		{"DELETE /places/{place}", access.BackupWrite, a.letPlaceGo, "letPlaceGo", "Deletes a place for good.", nil, nil, 0, 0, Begin},
		{"POST /places/{place}/use", access.BackupSwitch, a.switchTo, "switchTo", "Has the program begin again with what is in a place; what is in use now is kept.", nil, nil, 0, 0, Begin},
		{"GET /export", access.BackupRead, a.exportPlans, "export", "Every plan as JSON and CSV, zipped and not encrypted.", nil, zipped, 0, 0, Read},
		{"POST /plans/{plan}/questions", access.AdvisorAsk, a.startQuestion, "startQuestion", "Asks the advisor about a plan; the job's result is the id of the thread.", NewQuestion{}, Accepted{}, accepted, 0, Begin},
		{"GET /plans/{plan}/threads", access.AdvisorRead, a.listThreads, "threads", "The conversations about a plan, the newest first.", nil, ThreadList{}, 0, 0, Read},
		{"GET /plans/{plan}/suggestions?screen?", access.AdvisorRead, a.getSuggestions, "suggestions", "Questions that can be asked by their template, those about a screen first.", nil, Suggestions{}, 0, 0, Read},
		{"GET /plans/{plan}/assessments", access.AdvisorRead, a.getAssessments, "assessments", "What is told of a plan unasked: of its latest change and market figures, of a check-in, of the month, of documents.", nil, AssessmentList{}, 0, 0, Read},
		{"GET /advisor/path", access.AdvisorRead, a.getPath, "advisorPath", "The steps that a question takes, and how long each took.", nil, AdvisorPath{}, 0, 0, Read},
		{"GET /threads/{thread}", access.AdvisorRead, a.getThread, "thread", "A conversation, with its answers as they stand now.", nil, answer.Thread{}, 0, 0, Read},
		{"DELETE /threads/{thread}", access.AdvisorWrite, a.deleteThread, "deleteThread", "Deletes a conversation for good.", nil, nil, 0, 0, Begin},
		{"GET /cards/{card}/seen", access.AdvisorRead, a.getSeen, "seen", "What a model was told and said for an answer, word by word.", nil, SeenByModel{}, 0, 0, Read},
		{"POST /cards/{card}/marks", access.AdvisorAsk, a.markCard, "markCard", "Says what became of a change that an answer offers, or how good it was.", answer.Mark{}, nil, 0, 0, Begin},
		{"GET /model", access.ModelRead, a.getModel, "model", "Which model host answers, and the models on it; starts nothing.", nil, hosting.State{}, 0, 0, Read},
		{"GET /model/suggestions", access.ModelRead, a.getModelSuggestions, "modelSuggestions", "Models that could be fetched, and whether this computer carries them.", nil, ModelSuggestions{}, 0, 0, Read},
		{"GET /model/offer", access.ModelWrite, a.getModelOffer, "modelOffer", "What fetching the model host's program would take; asks its makers.", nil, hosting.Offer{}, 0, 0, Read},
		{"GET /model/examination", access.ModelRead, a.getExamination, "examination", "What the model doctor found last; 204 before the first.", nil, hosting.Examination{}, 0, 0, Read},
		{"POST /model/examinations", access.ModelWrite, a.examineModel, "examineModel", "Asks the host and the chosen models what they can do.", nil, Accepted{}, accepted, 0, Begin},
		{"GET /model/calibration", access.ModelRead, a.getCalibration, "calibration", "How sure the model that answers may be taken to be; 204 before it was measured.", nil, answer.Calibration{}, 0, 0, Read},
		{"POST /model/calibrations", access.ModelWrite, a.calibrateModel, "calibrateModel", "Puts questions whose meaning is known to the model that answers.", nil, Accepted{}, accepted, 0, Begin},
		{"POST /model/warm", access.ModelRead, a.warmModel, "warmModel", "Loads the chosen model before anybody asks it; returns at once.", nil, Accepted{}, accepted, 0, Begin},
		{"POST /model/pulls", access.ModelWrite, a.pullModel, "pullModel", "Has the host fetch a model.", ModelPull{}, Accepted{}, accepted, 0, Begin},
		{"POST /model/imports", access.ModelWrite, a.importModel, "importModel", "Has the host take in a file of weights on this computer.", ModelImport{}, Accepted{}, accepted, 0, Begin},
		{"POST /model/downloads", access.ModelWrite, a.fetchModelHost, "fetchModelHost", "Fetches, verifies and installs the model host's program.", nil, Accepted{}, accepted, 0, Begin},

		// A secret that lets somebody in is answered once, and no answer of it is kept: these are Reads.
		{"POST /join/look", access.Join, a.lookInvitation, "lookInvitation", "What an invitation offers; uses nothing up.", ShownInvitation{}, InvitationOffer{}, 0, 0, Read},
		{"POST /join", access.Join, a.join, "join", "Begins a session for whoever shows an invitation.", ShownInvitation{}, You{}, 0, 0, Read},
		{"POST /leave", access.SessionRead, a.leave, "leave", "Ends the session.", nil, nil, 0, 0, Read},
		{"GET /guests", access.AccessRead, a.getGuests, "guests", "Everybody who was let in from elsewhere.", nil, GuestList{}, 0, 0, Read},
		{"POST /guests", access.AccessWrite, a.inviteGuest, "inviteGuest", "Invites a person, or lets a program in.", NewGuest{}, InvitedGuest{}, created, 0, Read},
		{"PATCH /guests/{guest}", access.AccessWrite, a.changeGuest, "changeGuest", "Puts a guest under other terms.", GuestTerms{}, Guest{}, 0, 0, Begin},
		{"POST /guests/{guest}/revoke", access.AccessWrite, a.revokeGuest, "revokeGuest", "Shows a guest out, at once.", nil, nil, 0, 0, Begin},
		{"GET /audit?before?", access.AccessRead, a.getAudit, "audit", "Who did what, when and from where.", nil, AuditLog{}, 0, 0, Read},
		{"PATCH /door", access.AccessWrite, a.patchDoor, "changeDoor", "Names the Cloudflare Access application before the remote listener; empty for none.", Door{}, Door{}, 0, 0, Begin},
		{"GET /drafts", access.DraftRead, a.listDrafts, "drafts", "The drafts of advisers, the newest first.", nil, DraftList{}, 0, 0, Read},
		{"POST /plans/{plan}/drafts", access.DraftWrite, a.startDraft, "startDraft", "Begins a draft of a plan: a plan of one's own, for the owner to decide on.", nil, PlanState{}, created, 0, Change},
		{"POST /drafts/{draft}/accept", access.DraftDecide, a.acceptDraft, "acceptDraft", "Takes what a draft changed into its plan.", Base{}, PlanState{}, 0, 0, Change},
		{"POST /drafts/{draft}/decline", access.DraftDecide, a.declineDraft, "declineDraft", "Puts a draft away.", nil, nil, 0, 0, Change},

		{"GET /share", access.ShareRead, a.getShare, "share", "Whether the program is open to others, how, and what can be done about it.", nil, share.State{}, 0, 0, Read},
		{"POST /share", access.ShareWrite, a.openShare, "openShare", "Opens the program to others; the job ends when they can come in.", share.Asked{}, Accepted{}, accepted, 0, Begin},
		{"DELETE /share", access.ShareWrite, a.closeShare, "closeShare", "Closes it to everybody, at once.", nil, share.State{}, 0, 0, Begin},
		{"POST /share/token", access.ShareWrite, a.putShareToken, "putShareToken", "Keeps the token of a named tunnel, which is never told again; an empty one is forgotten.", ShareToken{}, nil, 0, 0, Begin},
		{"GET /share/offer", access.ShareWrite, a.getShareOffer, "shareOffer", "What fetching the tunnel program would take; asks its makers.", nil, share.Offer{}, 0, 0, Read},
		{"POST /share/downloads", access.ShareWrite, a.fetchTunnel, "fetchTunnel", "Fetches, verifies and installs the tunnel program.", nil, Accepted{}, accepted, 0, Begin},
		{"GET /share/authority", access.ShareRead, a.getAuthority, "shareAuthority", "The certificate of the own authority, for devices nearby.", nil, Media("application/x-pem-file"), 0, 0, Read},
		{"GET /network", access.NetworkRead, a.getNetwork, "network", "Every listener and outgoing connection, by purpose.", nil, NetworkAccount{}, 0, 0, Read},
		{"POST /network/leaks", access.NetworkRead, a.tryLeaks, "tryLeaks", "Tries to leak in every way that is known; each must fail.", nil, NetworkTrial{}, 0, 0, Read},

		// A ticket lets whoever has it in, once: no answer of it is kept.
		{"POST /tickets", access.TicketMake, a.makeTicket, "makeTicket", "Gives an address that lets one browser in, once.", nil, Ticket{}, created, 0, Read},

		{"POST /native/open-plan", access.NativeUse, a.openPlan, "openPlan", "Lets a person choose a plan file and makes a plan of it; 204 when they chose none.", nil, PlanState{}, 0, 0, Change},
		{"POST /native/save-plan", access.NativeUse, a.savePlan, "savePlan", "Lets a person choose where to write a plan; 204 when they chose nowhere.", SavePlan{}, SavedFile{}, 0, 0, Change},
		{"POST /native/save-backup", access.NativeUse, a.saveBackup, "saveBackup", "Lets a person choose where to put a backup; 204 when they chose nowhere.", SaveBackup{}, SavedFile{}, 0, 0, Change},
		{"POST /native/save-export", access.NativeUse, a.saveExport, "saveExport", "Lets a person choose where to put every plan as JSON and CSV; 204 when they chose nowhere.", nil, SavedFile{}, 0, 0, Change},
		{"POST /native/open-link", access.NativeUse, a.openLink, "openLink", "Shows an address in the system's browser.", OpenLink{}, nil, 0, 0, Change},
	}
}
