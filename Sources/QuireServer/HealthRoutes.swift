import CryptoExtras
import HTTPTypes
import Hummingbird
import Logging
import Mustache
import ServiceLifecycle

/// Says whether the server is there.
enum HealthRoutes {
    static func add(to router: Router<BasicRequestContext>) {
        router.get("health/live") { _, _ in "live\n" }
    }
}
