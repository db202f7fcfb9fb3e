package io.conpool.micrometer.observation;

import java.util.List;
import java.util.function.Function;

import io.conpool.error.ForeignFault;
import io.conpool.error.H2ClientException;
import io.conpool.http.H2Request;
import io.conpool.http.HttpHeaders;
import io.conpool.http.StreamedResponse;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one call: it begins where the call does, with what is observed there
 * as its parent, and ends once. What its handlers throw at the end does not reach the
 * call. Used by the threads that lead the call, one after the other.
 */
final class ObservedCall {

	private static final DefaultH2ClientObservationConvention DEFAULT = new DefaultH2ClientObservationConvention();

	private final H2ClientObservationContext context;

	private final Observation observation;

	private ObservedCall(H2ClientObservationContext context, Observation observation) {
		this.context = context;
		this.observation = observation;
	}

	static ObservedCall begin(H2Request request, @Nullable H2ClientObservationConvention convention,
			ObservationRegistry registry) {
		H2ClientObservationContext context = new H2ClientObservationContext(request);
		return new ObservedCall(context, H2ClientObservationDocumentation.HTTP_CLIENT_REQUESTS.start(convention,
				DEFAULT, () -> context, registry));
	}

	/**
	 * Sends the request, with what the handlers have added to it, while this is the
	 * current observation of the thread.
	 */
	<T> T inScope(Function<H2Request, T> send) {
		Observation.Scope scope = this.observation.openScope();
		try {
			return send.apply(this.context.request());
		}
		finally {
			ForeignFault.tellEach(List.of(scope), Observation.Scope::close);
		}
	}

	void responded(int status, HttpHeaders headers) {
		this.context.setResponse(new ResponseHead(status, headers));
	}

	/** The response's head is there; its content is a part of the call, too. */
	void streams(StreamedResponse response) {
		responded(response.status(), response.headers());
		response.body().arrival().whenComplete((done, thrown) -> {
			if (thrown != null) {
				failed(thrown);
			}
			else {
				end();
			}
		});
	}

	void failed(Throwable thrown) {
		ForeignFault.tellEach(List.of(this.observation), (told) -> told.error(H2ClientException.unwrap(thrown)));
		end();
	}

	void end() {
		ForeignFault.tellEach(List.of(this.observation), Observation::stop);
	}

}
