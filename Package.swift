// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")

let package = Package(
    name: "quire",
    products: [
        .executable(name: "quire", targets: ["quire"]),
        .library(name: "Quire", targets: ["QuireCommands", "QuireComponents", "QuirePlugin", "QuireModel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CODBC", pkgConfig: "odbc", providers: [.apt(["unixodbc-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .target(name: "QuireModel", swiftSettings: settings),
        .target(name: "QuireCalendar", dependencies: ["QuireModel"], swiftSettings: settings),
        .target(name: "QuireYAML", dependencies: ["CYAML", "QuireModel"], swiftSettings: settings),
        .target(name: "QuirePlugin", dependencies: ["QuireModel"], swiftSettings: settings),
        .target(name: "QuireExpression", dependencies: ["QuireModel", sqlite], swiftSettings: settings),
        .target(
            name: "QuireDefinition",
            dependencies: ["QuireCalendar", "QuireModel", "QuirePlugin", "QuireYAML", "QuireExpression"],
            swiftSettings: settings),
        .target(name: "QuireEngine", dependencies: ["QuireModel", "QuirePlugin"], swiftSettings: settings),
        .target(
            name: "QuireWorkbook", dependencies: ["CXLSXWriter", "QuireModel", "QuireExpression"],
            swiftSettings: settings),

        .executableTarget(
            name: "rendering-baseline", path: "Sources/RenderingBaseline",
            linkerSettings: [.linkedLibrary("xlsxwriter")]),

        .target(
            name: "QuirePrograms", dependencies: ["QuireModel", "QuirePlugin", subprocess], swiftSettings: settings),
        .target(
            name: "QuireComponents",
            dependencies: [
                "CODBC", "CPostgres", "CZlib", "QuireModel", "QuirePlugin", "QuirePrograms", sqlite, asyncHTTPClient,
                crypto, nioCore,
                nioHTTP1, nioPosix, nioSSL,
            ], swiftSettings: settings),
        .target(
            name: "QuireRun",
            dependencies: [
                "QuireModel", "QuirePlugin", "QuireExpression", "QuireDefinition", "QuireEngine", "QuireWorkbook", grdb,
                sqlite, crypto,
            ], swiftSettings: settings),
        .target(
            name: "QuireStandIn", dependencies: ["QuireModel", nioCore, nioHTTP1, nioPosix, nioSSL],
            swiftSettings: settings),

        .target(name: "QuirePages", dependencies: ["QuireModel", mustache], swiftSettings: settings),
        .target(
            name: "QuireAccess", dependencies: ["QuireModel", "QuireRun", grdb, crypto, cryptoExtras],
            swiftSettings: settings),
        .target(
            name: "QuireScheduler",
            dependencies: ["QuireModel", "QuireCalendar", "QuireDefinition", "QuireRun", "QuireAccess", grdb],
            swiftSettings: settings),
        .target(
            name: "QuireServer",
            dependencies: [
                "QuireModel", "QuirePlugin", "QuireExpression", "QuireCalendar", "QuireDefinition", "QuireEngine",
                "QuireWorkbook", "QuireRun", "QuireAccess", "QuireScheduler", "QuirePages", hummingbird,
                hummingbirdCore, logging,
                httpTypes, serviceLifecycle, nioCore, nioHTTP1, crypto, grdb,
            ], swiftSettings: settings),

        .target(name: "QuireSamples", dependencies: ["QuireModel"], swiftSettings: settings),
        .target(
            name: "QuireAuthoring",
            dependencies: ["QuireModel", "QuireYAML", "QuirePlugin", "QuireExpression", "QuireDefinition"],
            swiftSettings: settings),
        .target(
            name: "QuireCommands",
            dependencies: [
                "QuireCalendar", "QuireModel", "QuirePlugin", "QuireExpression", "QuireDefinition", "QuireEngine",
                "QuireWorkbook", "QuirePrograms", "QuireRun", "QuireAccess", "QuireServer", "QuireAuthoring",
                "QuireSamples", "QuireStandIn", argumentParser, logging,
            ], swiftSettings: settings),
        .executableTarget(
            name: "quire", dependencies: ["QuireCommands", "QuireComponents"], swiftSettings: settings),

        // Sees what a package of its own would see.
        .executableTarget(
            name: "quire-with-workdays",
            dependencies: ["QuireCommands", "QuireComponents", "QuirePlugin", "QuireModel"],
            path: "Sources/QuireExample", packageAccess: false, swiftSettings: settings),

        // Servers of databases for the tests and the benchmark.
        .target(name: "QuireDatabases", swiftSettings: settings),

        .executableTarget(
            name: "quire-benchmark",
            dependencies: [
                "QuireModel", "QuirePlugin", "QuireDatabases", "QuireStandIn", argumentParser, asyncHTTPClient, nioCore,
                nioHTTP1,
                nioPosix, sqlite,
            ], path: "Sources/QuireBenchmark", swiftSettings: settings),

        .target(
            name: "QuireTesting", dependencies: ["QuireModel", "QuirePlugin", "QuireDatabases"],
            path: "Tests/QuireTesting",
            exclude: [
                "Schemas/validate.py", "Spreadsheets/read_workbook.py", "Certificates/expired.pem",
                "Certificates/loopback.key.pem",
                "Certificates/loopback.pem", "Certificates/named.pem", "Certificates/other.key.pem",
            ], swiftSettings: settings),
        .testTarget(
            name: "QuireTests",
            dependencies: [
                "quire", "QuireModel", "QuireStandIn", "QuireTesting", sqlite, asyncHTTPClient, nioCore, nioHTTP1,
            ],
            exclude: [
                "Server/explore.toml", "Browser/browser.py", "Browser/chromium.py", "Browser/definitions.py",
                "Browser/looks.py", "Browser/people.py", "Browser/reports.py", "Browser/runs.py",
                "Browser/schedules.py",
            ], swiftSettings: settings),
        .testTarget(name: "QuireModelTests", dependencies: ["QuireModel", "QuireTesting"], swiftSettings: settings),
        .testTarget(
            name: "QuireCalendarTests", dependencies: ["QuireCalendar", "QuireModel", "QuireTesting"],
            exclude: ["Zones/zone_changes.py"], swiftSettings: settings),
        .testTarget(
            name: "QuireYAMLTests", dependencies: ["QuireYAML", "QuireModel", "QuireTesting"], swiftSettings: settings),
        .testTarget(
            name: "QuirePluginTests", dependencies: ["QuirePlugin", "QuireYAML", "QuireModel", "QuireTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "QuireProgramsTests",
            dependencies: ["QuirePrograms", "QuirePlugin", "QuireModel", "QuireTesting"], swiftSettings: settings),
        .testTarget(
            name: "QuireDefinitionTests",
            dependencies: [
                "QuireCalendar", "QuireDefinition", "QuireComponents", "QuireExpression", "QuirePlugin", "QuireModel",
                "QuireYAML", "QuireTesting",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "QuireExpressionTests", dependencies: ["QuireExpression", "QuireModel", "QuireTesting", sqlite],
            swiftSettings: settings),
        .testTarget(
            name: "QuireEngineTests", dependencies: ["QuireEngine", "QuirePlugin", "QuireModel", "QuireTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "QuireWorkbookTests", dependencies: ["QuireWorkbook", "QuireModel", "QuireTesting"],
            exclude: ["Golden/expected", "Golden/parts.py", "Golden/check.py"], swiftSettings: settings),
        .testTarget(
            name: "QuireRunTests",
            dependencies: [
                "QuireRun", "QuireComponents", "QuireDefinition", "QuireEngine", "QuireExpression", "QuireModel",
                "QuirePlugin", "QuireStandIn", "QuireTesting", grdb,
            ], swiftSettings: settings),
        .testTarget(
            name: "QuireAccessTests",
            dependencies: ["QuireAccess", "QuireRun", "QuireModel", "QuireTesting", grdb], swiftSettings: settings),
        .testTarget(
            name: "QuireServerTests",
            dependencies: [
                "QuireServer", "QuireAccess", "QuireCalendar", "QuireRun", "QuireScheduler", "QuireModel",
                "QuireTesting", hummingbird, logging, httpTypes,
                serviceLifecycle, asyncHTTPClient, nioCore, nioPosix, nioHTTP1,
            ], swiftSettings: settings),
        .testTarget(
            name: "QuireSchedulerTests",
            dependencies: [
                "QuireScheduler", "QuireAccess", "QuireCalendar", "QuireComponents", "QuireDefinition", "QuireModel",
                "QuireRun", "QuireTesting", grdb,
            ], swiftSettings: settings),
        .testTarget(
            name: "QuireReadmeTests",
            dependencies: [
                "quire", "quire-benchmark", "QuireComponents", "QuireDefinition", "QuireModel", "QuirePlugin",
                "QuireYAML",
                "QuireTesting",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "QuireAuthoringTests",
            dependencies: [
                "QuireAuthoring", "QuireComponents", "QuireDefinition", "QuirePlugin", "QuireModel", "QuireYAML",
                "QuireTesting",
            ], exclude: ["Documents", "expected"], swiftSettings: settings),
        .testTarget(
            name: "QuireExampleTests", dependencies: ["quire-with-workdays", "QuireTesting"], swiftSettings: settings),
        .testTarget(name: "QuireSamplesTests", dependencies: ["QuireSamples"], swiftSettings: settings),
        .testTarget(
            name: "QuireStandInTests",
            dependencies: ["QuireStandIn", "QuireModel", asyncHTTPClient, nioCore, nioHTTP1], swiftSettings: settings),
        .testTarget(
            name: "QuireComponentsTests",
            dependencies: [
                "CZlib", "QuireComponents", "QuirePlugin", "QuireModel", "QuireStandIn", "QuireTesting",
                asyncHTTPClient, crypto, nioCore, nioHTTP1, nioPosix, sqlite,
            ], swiftSettings: settings),
        .testTarget(
            name: "QuirePagesTests", dependencies: ["QuirePages", "QuireModel"], exclude: ["expected"],
            swiftSettings: settings),
        .testTarget(
            name: "QuireBenchmarkTests",
            dependencies: ["quire-benchmark", "quire", "rendering-baseline", "QuireModel", "QuireTesting"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
