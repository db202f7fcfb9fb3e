package io.conpool.connection;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.conpool.error.H2Error;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;

/**
 * Asks the application for the fields behind a request's content. Stateless.
 */
public final class RequestTrailers {

	private RequestTrailers() {
	}

	/**
	 * Asks for them where application code may run, and goes on on the event loop. A
	 * fault is the carrier's.
	 * @param request whose trailers
	 * @param observer says where application code may run
	 * @param carrier takes the content
	 * @param send gets the fields, none where the request has no trailers: then at once
	 */
	public static void obtain(H2Request request, ExchangeObserver observer, ContentCarrier carrier,
			Consumer<HttpHeaders> send) {
		Supplier<HttpHeaders> trailers = request.trailers();
		if (trailers == null) {
			send.accept(HttpHeaders.empty());
			return;
		}
		try {
			observer.executor().execute(() -> ask(trailers, carrier, send));
		}
		catch (RejectedExecutionException ex) {
			carrier.contentFailed(new H2Error.RequestBodyFailed(ex));
		}
	}

	private static void ask(Supplier<HttpHeaders> trailers, ContentCarrier carrier, Consumer<HttpHeaders> send) {
		try {
			HttpHeaders fields = trailers.get();
			carrier.onLoop(() -> send.accept(fields));
		}
		catch (RuntimeException | Error ex) {
			carrier.onLoop(() -> carrier.contentFailed(new H2Error.RequestBodyFailed(ex)));
		}
	}

}
