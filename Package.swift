// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")

let package = Package(
    name: "quire",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),

        .target(name: "QuireModel", swiftSettings: settings),
        .target(name: "QuireYAML", dependencies: ["CYAML", "QuireModel"], swiftSettings: settings),
        .target(name: "QuirePlugin", dependencies: ["QuireModel"], swiftSettings: settings),
        .target(name: "QuireExpression", dependencies: ["QuireModel", sqlite], swiftSettings: settings),
        .target(name: "QuireEngine", dependencies: ["QuireModel", "QuirePlugin"], swiftSettings: settings),
        .target(
            name: "QuireWorkbook", dependencies: ["CXLSXWriter", "QuireModel", "QuireExpression"],
            swiftSettings: settings),

        .target(
            name: "QuireComponents",
            dependencies: ["QuireModel", "QuirePlugin", asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL],
            swiftSettings: settings),
        .target(
            name: "QuireStandIn", dependencies: ["QuireModel", nioCore, nioHTTP1, nioPosix, nioSSL],
            swiftSettings: settings),

        .target(
            name: "QuireTesting", dependencies: ["QuireModel"], path: "Tests/QuireTesting", swiftSettings: settings),
        .testTarget(name: "QuireModelTests", dependencies: ["QuireModel", "QuireTesting"], swiftSettings: settings),
        .testTarget(
            name: "QuireYAMLTests", dependencies: ["QuireYAML", "QuireModel", "QuireTesting"], swiftSettings: settings),
        .testTarget(
            name: "QuireExpressionTests", dependencies: ["QuireExpression", "QuireModel", "QuireTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "QuireEngineTests", dependencies: ["QuireEngine", "QuirePlugin", "QuireModel", "QuireTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "QuireWorkbookTests", dependencies: ["QuireWorkbook", "QuireModel", "QuireTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "QuireStandInTests",
            dependencies: ["QuireStandIn", "QuireModel", asyncHTTPClient, nioCore, nioHTTP1], swiftSettings: settings),
        .testTarget(
            name: "QuireComponentsTests",
            dependencies: [
                "QuireComponents", "QuirePlugin", "QuireModel", "QuireStandIn", asyncHTTPClient, nioCore, nioHTTP1,
            ], exclude: ["Services/Fixtures"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
