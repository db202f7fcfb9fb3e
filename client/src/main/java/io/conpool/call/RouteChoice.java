package io.conpool.call;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.time.Pauses;
import org.jspecify.annotations.Nullable;

/**
 * One question to a routing, which is the application's code, and what becomes of the
 * answer: it counts only if the call still waits for it. Immutable.
 *
 * @param pause in which the call waits for the answer; who ends it has the word
 * @param onChosen gets the route
 * @param onRefused hears why there is none
 */
record RouteChoice(Pauses.Pause pause, Consumer<Routed> onChosen, Consumer<H2Error> onRefused) {

	/**
	 * What was chosen.
	 *
	 * @param route the route
	 * @param request the request as it is to be sent there
	 */
	record Routed(Route route, H2Request request) {
	}

	void ask(Routing routing, H2Request request, @Nullable Route failed, Executor executor) {
		try {
			executor.execute(() -> ask(routing, request, failed));
		}
		catch (RejectedExecutionException ex) {
			refuse(new H2Error.ClientClosed());
		}
	}

	private void ask(Routing routing, H2Request request, @Nullable Route failed) {
		try {
			routing.route(request, failed)
				.thenApply((route) -> new Routed(route, request.withEndpoint(route.endpoint())))
				.whenComplete(this::answered);
		}
		catch (RuntimeException | Error ex) {
			refuse(noRoute(ex));
		}
	}

	private void answered(@Nullable Routed routed, @Nullable Throwable thrown) {
		if (routed == null) {
			refuse(noRoute(Objects.requireNonNull(thrown)));
		}
		else if (this.pause.end()) {
			this.onChosen.accept(routed);
		}
	}

	private void refuse(H2Error error) {
		if (this.pause.end()) {
			this.onRefused.accept(error);
		}
	}

	private static H2Error noRoute(Throwable thrown) {
		return (H2ClientException.errorIn(thrown) instanceof H2Error.NoRoute typed) ? typed
				: H2Error.NoRoute.because(H2ClientException.unwrap(thrown));
	}

}
