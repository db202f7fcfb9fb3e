package io.conpool.call;

import java.util.concurrent.atomic.AtomicBoolean;

import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * The use of a route by one attempt: the route hears of its beginning, and once of its
 * end. Safe for use by several threads.
 */
final class RouteUse {

	private final Route route;

	private final AtomicBoolean ended = new AtomicBoolean();

	private RouteUse(Route route) {
		this.route = route;
	}

	static RouteUse begin(Route route) {
		tell(route::onBegin);
		return new RouteUse(route);
	}

	Route route() {
		return this.route;
	}

	void end(int status, @Nullable H2Error error) {
		if (this.ended.compareAndSet(false, true)) {
			tell(() -> this.route.onEnd(status, error));
		}
	}

	private static void tell(Runnable event) {
		try {
			event.run();
		}
		catch (RuntimeException | Error ex) {
			ForeignFault.report(ex);
		}
	}

}
