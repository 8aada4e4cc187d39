// swift-tools-version: 6.2
import PackageDescription

// The engine alone, so that the thread sanitizer watches it without everything else being built again.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-module-alias", "Synchronization=WatchedSynchronization"]),
]

let package = Package(
    name: "quire-threads",
    targets: [
        .target(name: "WatchedSynchronization", path: "WatchedSynchronization"),
        .target(name: "QuireModel", dependencies: ["WatchedSynchronization"], swiftSettings: settings),
        .target(name: "QuirePlugin", dependencies: ["QuireModel"], swiftSettings: settings),
        .target(name: "QuireEngine", dependencies: ["QuireModel", "QuirePlugin"], swiftSettings: settings),
        .target(
            name: "QuireTesting", dependencies: ["QuireModel", "QuirePlugin"], path: "Tests/QuireTesting",
            exclude: ["Certificates", "Programs", "Schemas", "Servers", "Spreadsheets"], swiftSettings: settings),
        .testTarget(
            name: "QuireEngineTests", dependencies: ["QuireEngine", "QuirePlugin", "QuireModel", "QuireTesting"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
