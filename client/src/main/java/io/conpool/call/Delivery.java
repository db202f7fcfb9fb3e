package io.conpool.call;

import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.http.StreamedResponse;
import org.jspecify.annotations.Nullable;

/**
 * In which form a call's response is delivered. Immutable.
 *
 * @param <R> the response
 */
interface Delivery<R> {

	/**
	 * The head has arrived; returns who takes the content, or null to have it gathered.
	 */
	@Nullable ContentReceiver onHead(int status, HttpHeaders headers, ContentSource source, Attempt<?> attempt, Call<?, R> call);

	/** The gathered response has arrived. */
	void onResponse(H2Response response, Call<?, R> call);

	/** The response with all its content. */
	Delivery<H2Response> WHOLE = new Delivery<>() {
		@Override
		public @Nullable ContentReceiver onHead(int status, HttpHeaders headers, ContentSource source,
				Attempt<?> attempt, Call<?, H2Response> call) {
			attempt.clock().enter(CallClock.Phase.CONTENT);
			return null;
		}

		@Override
		public void onResponse(H2Response response, Call<?, H2Response> call) {
			call.succeed(response.status(), response);
		}
	};

	/** The response as soon as its head is there. */
	Delivery<StreamedResponse> STREAMED = new Delivery<>() {
		@Override
		public ContentReceiver onHead(int status, HttpHeaders headers, ContentSource source, Attempt<?> attempt,
				Call<?, StreamedResponse> call) {
			StreamedBody body = new StreamedBody(source, attempt.executor(), attempt);
			attempt.clock().awaitContent(body::hasUnread);
			call.deliver(new StreamedResponse(status, headers, body, attempt.request().uri()));
			return body;
		}

		@Override
		public void onResponse(H2Response response, Call<?, StreamedResponse> call) {
			throw new IllegalStateException("the content was to be streamed");
		}
	};

}
