/// A text of the pages; templates name it as `t.name`, and code fills what stands in `{}`.
package enum Phrase: String, Sendable, CaseIterable {
    case skipToContent, mainMenu, reports, runs, schedules, services, signedInAs, signOut, showProblems,
        oneDefinitionProblem, someDefinitionProblems, noticeCancelling, noticeResumed, noticeDeliveryRetried,
        noticeSchedulePaused, noticeScheduleResumed, noticeScheduleStarted, noticeSignedOut
    case milliseconds, seconds, minutes, minutesAndSeconds, hours, hoursAndMinutes, bytes, rowsCounted,
        problemsCounted, perSecond
    case queued, running, succeeded, partial, failed, cancelled, paused, disabled, delivered, deliveryPending,
        deliverySkipped, fireRun, fireMissed, fireSkipped, error, warning
    case searchReports, search, foundReports, foundNone, lastRun, nextRun, never, notScheduled, noReports,
        definitionHasErrors
    case parameters, noParameters, required, run, preview, mayNotRun, checkTheForm, notGiven, choose, yes, no,
        defaultIsUsed, listHint, options, optionsHint, columnsWanted, chooseColumn, filterRows, filterRowsHint,
        sortBy, sortByHint, limitRows, limitIsNumber, format, formatIsUnknown, previewCaption, previewRows,
        previewEmpty, lookupFailed, columns, enrichments, lookupAfter, noSchedules, next, recentRuns, allRuns,
        definitionProblems
    case valueMissing, giveText, giveInteger, giveNumber, giveBoolean, giveDate, giveDatetime, integerRange,
        noSuchChoice, belowLimit, aboveLimit, patternDiffers, patternOverdue, unknownColumn, repeatedColumn,
        nameColumns, notSortable,
        filterIsWrong, refused
    case report, status, startedBy, byScheduleNamed, byPerson, rows, problems, took, filter, allReports,
        anyStatus, noRunsYet, noRunsFound, pages, newest, older
    case startedAt, notStarted, scheduledFor, cancelRun, resumeRun, runAgain, changeAndRun, progress, rowsRead,
        rowsWritten, timeLeftTitle, timeLeft, timeLeftUnknown, doneOfKnown, lookupsOf, progressAnnouncement,
        connectionLost, reloadsByItself, result, listOfProblems, noFileFailed, noFileCancelled, noFileLeft,
        stageRead, stageEnrich, stageRender, enrichmentsCaption, enrichment, keys, found, missing, failedKeys,
        skippedRows, cached, calls, retries, medianLatency, p95Latency, longestLatency, problemsCaption,
        firstProblems, sheet, row, key, attempts, whatWentWrong, deliveries, deliveriesCaption, destination,
        details, action, sendAgain, sendAgainTo, warnings, aboutRun, runID
    case noSchedulesAtAll, pause, resume, runNow, pauseNamed, resumeNamed, runNowNamed,
        pausedAfterOneFailure, pausedAfterFailures, nextFires, noFires,
        notDelivered, lastResult, pastFires, noPastFires, reasonOverlap, reasonWindow, reasonPaused, reasonDefinition,
        scheduleBroken, scheduleLate
    case servicesLead, noServices, errors, latencyOverDay, hoursWithErrors, asTable, hour, hoursOf,
        noCallsInDay, limits, callsAtOnce, inUse, inUseAndWaiting, adaptive, adaptiveUpTo, rate, burstOf,
        timeout, deadline, attemptsAtMost, lastError, chartSummary, breakerClosed, breakerOpen, breakerHalfOpen,
        breakerOpenUntil, breakerOpenDetail, breakerHalfOpenDetail
    case signIn, name, password, wrongNameOrPassword, tooManyAttempts, signInExpired
    case badRequestTitle, badRequestText, forbiddenTitle, forbiddenText, staleFormTitle, staleFormText,
        notFoundTitle, notFoundText, conflictTitle, conflictText, tooLargeTitle, tooLargeText,
        tooManyRequestsTitle, tooManyRequestsText, failedTitle, failedText, unavailableTitle, unavailableText,
        errorReference, backToReports
    case runEnded, runWaits, runUnderWay, runSucceeded, runMadeElsewhere, runHadSecret, reportGone, reportBroken,
        notDeliverable, unknownHost
    case definitionProblemsLead, noDefinitionProblems, readAt
}
