// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

let package = Package(
    name: "quire",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")
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

        .executableTarget(
            name: "rendering-baseline", path: "Sources/RenderingBaseline",
            linkerSettings: [.linkedLibrary("xlsxwriter")]),

        .target(
            name: "QuireTesting", dependencies: ["QuireModel"], path: "Tests/QuireTesting",
            exclude: ["Spreadsheets/read_workbook.py"], swiftSettings: settings),
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
    ],
    swiftLanguageModes: [.v6]
)
