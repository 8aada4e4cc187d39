/// What can be done on the server.
package enum Action: Sendable, Hashable, CaseIterable {
    case seeReports, seeRuns, seeSchedules, download
    case run, preview, cancelOwnRun, resumeOwnRun
    case pauseSchedule, resumeSchedule, fireSchedule, cancelAnyRun, resumeAnyRun, retryDelivery, seeServices
    case manageUsers, manageTokens, seeAudit

    /// The least role that may do it.
    package var leastRole: Role {
        switch self {
        case .seeReports, .seeRuns, .seeSchedules, .download: .viewer
        case .run, .preview, .cancelOwnRun, .resumeOwnRun: .analyst
        case .pauseSchedule, .resumeSchedule, .fireSchedule, .cancelAnyRun, .resumeAnyRun, .retryDelivery,
            .seeServices:
            .editor
        case .manageUsers, .manageTokens, .seeAudit: .admin
        }
    }

    /// As it follows 'may not': `pause schedules`.
    package var words: String {
        switch self {
        case .seeReports: "see reports"
        case .seeRuns: "see runs"
        case .seeSchedules: "see schedules"
        case .download: "download files"
        case .run: "run reports"
        case .preview: "preview reports"
        case .cancelOwnRun: "cancel runs"
        case .resumeOwnRun: "resume runs"
        case .pauseSchedule: "pause schedules"
        case .resumeSchedule: "resume schedules"
        case .fireSchedule: "fire schedules"
        case .cancelAnyRun: "cancel runs of others"
        case .resumeAnyRun: "resume runs of others"
        case .retryDelivery: "retry deliveries"
        case .seeServices: "see services"
        case .manageUsers: "change users"
        case .manageTokens: "change tokens"
        case .seeAudit: "see the audit log"
        }
    }
}
