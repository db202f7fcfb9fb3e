package io.conpool.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.conpool.call.CallConfig;
import io.conpool.call.CallListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A server that keeps a request waiting, and an application that keeps a response
 * waiting.
 */
class TimeoutTests extends WireTest {

	private static final Duration SHORT = Duration.ofMillis(200);

	@Test
	void aResponseThatDoesNotBeginCostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.get(this.peer.uri("/")).responseTimeout(SHORT).build());
		int id = this.peer.handshake().expectRequest();
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isEqualTo(new H2Error.ResponseTimeout(SHORT));
		this.peer.roundTrip();
		assertTheConnectionLives();
	}

	@Test
	void aResponseThatStopsCostsItsStreamOnly() throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.get(this.peer.uri("/")).idleTimeout(SHORT).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "half", false);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThat(error(response)).isEqualTo(new H2Error.IdleTimeout(SHORT));
		this.peer.roundTrip();
		assertTheConnectionLives();
	}

	@Test
	void aStreamedResponseThatStopsTellsItsReader() throws Exception {
		CompletableFuture<StreamedResponse> response = this.client.client
			.streamAsync(H2Request.get(this.peer.uri("/")).idleTimeout(SHORT).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "half", false);
		CompletableFuture<byte[]> content = response.get(10, TimeUnit.SECONDS).body().bytes(100);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertThat(failure(content)).isEqualTo(new H2Error.IdleTimeout(SHORT));
	}

	@Test
	void aResponseThatNobodyReadsIsReportedWithItsPlace() throws Exception {
		CompletableFuture<H2Error.ContentUnread> unread = new CompletableFuture<>();
		this.client.close();
		this.client = new ClientUnderTest(ClientUnderTest.builder()
			.call(CallConfig.builder().requestTimeout(Duration.ofSeconds(10)).unreadTimeout(SHORT).build())
			.callListener(new CallListener() {
				@Override
				public void onUnread(Endpoint endpoint, H2Error.ContentUnread error) {
					unread.complete(error);
				}
			}));
		CompletableFuture<StreamedResponse> response = this.client.client
			.streamAsync(H2Request.get(this.peer.uri("/")).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "unread", false);
		H2Error.ContentUnread reported = unread.get(10, TimeUnit.SECONDS);
		assertThat(reported.limit()).isEqualTo(SHORT);
		assertThat(reported.place()).contains(
				TimeoutTests.class.getName() + ".aResponseThatNobodyReadsIsReportedWithItsPlace(TimeoutTests.java:");
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		this.peer.roundTrip();
		assertTheConnectionLives();
		// Who comes late to read it hears why there is nothing any more.
		assertThat(failure(response.get().body().bytes(100))).isEqualTo(reported);
	}

	@Test
	void aCallThatPausesBeforeARetryEndsWithItsClient() throws Exception {
		CompletableFuture<H2Error> retried = new CompletableFuture<>();
		CompletableFuture<H2Response> response;
		try (ClientUnderTest retrying = new ClientUnderTest(ClientUnderTest.builder()
			.call(CallConfig.builder().maxRetries(1).retryDelay(Duration.ofSeconds(10)).build())
			.callListener(new CallListener() {
				@Override
				public void onRetry(Endpoint endpoint, H2Error error) {
					retried.complete(error);
				}
			}))) {
			response = retrying.get(this.peer);
			this.peer.handshake().expectRequest();
			this.peer.drop();
			retried.get(10, TimeUnit.SECONDS);
		}
		assertThat(error(response)).isEqualTo(retried.get());
	}

	private static H2Error failure(CompletableFuture<?> content) {
		ExecutionException thrown = catchThrowableOfType(ExecutionException.class,
				() -> content.get(10, TimeUnit.SECONDS));
		return H2ClientException.errorIn(thrown);
	}

}
