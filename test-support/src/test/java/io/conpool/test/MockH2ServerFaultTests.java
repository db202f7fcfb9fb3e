package io.conpool.test;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.conpool.H2Client;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The faults, as the real client takes them.
 */
class MockH2ServerFaultTests {

	private final MockH2Server server = MockH2Server.start();

	private final H2Client client = H2Client.builder().baseUri(URI.create(this.server.baseUrl())).build();

	@AfterEach
	void close() {
		// First, so that no client waits for what hangs.
		this.server.close();
		this.client.close();
	}

	/** RFC 9113 section 8.7. */
	@Test
	void aRequestThatIsRefusedIsReplayedWhateverItsMethod() {
		this.server.respond("POST", "/orders", MockResponse.status(201)).refuseNext();
		assertThat(this.client.post("/orders", RequestBody.utf8("order")).status()).isEqualTo(201);
		assertThat(this.server.requests()).extracting(RecordedRequest::bodyAsString).containsExactly("order", "order");
	}

	/** RFC 9113 section 6.4. */
	@ParameterizedTest
	@EnumSource(value = Http2ErrorCode.class, mode = EnumSource.Mode.EXCLUDE, names = "REFUSED_STREAM")
	void aStreamThatIsResetEndsItsCallWithTheCode(Http2ErrorCode code) {
		this.server.respond("POST", "/orders", MockResponse.status(201)).resetNext(code);
		assertThatExceptionOfType(H2ClientException.class)
			.isThrownBy(() -> this.client.post("/orders", RequestBody.utf8("order")))
			.extracting(H2ClientException::error)
			.isInstanceOfSatisfying(H2Error.StreamReset.class, (reset) -> assertThat(reset.code()).isEqualTo(code));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aRequestThatHangsEndsByTheClientsTimeoutAndTheNextIsAnswered() {
		this.server.respond("GET", "/", MockResponse.status(200)).hangNext();
		Duration limit = Duration.ofMillis(200);
		assertThatExceptionOfType(H2ClientException.class)
			.isThrownBy(() -> this.client.send(this.client.request("GET", "/").responseTimeout(limit).build()))
			.extracting(H2ClientException::error)
			.isEqualTo(new H2Error.ResponseTimeout(limit));
		assertThat(this.client.get("/").status()).isEqualTo(200);
	}

	@Test
	void aRequestThatHangsIsResetWhenTheServerForgets() {
		this.server.hangNext();
		CompletableFuture<H2Response> response = this.client.sendAsync(this.client.request("GET", "/").build());
		this.server.takeRequest();
		this.server.forget();
		assertThat(response).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(H2ClientException.class,
					(ex) -> assertThat(ex.error()).isInstanceOfSatisfying(H2Error.StreamReset.class,
							(reset) -> assertThat(reset.code()).isEqualTo(Http2ErrorCode.CANCEL)));
	}

	/** RFC 9113 section 6.8. */
	@Test
	void afterGoAwayResponsesUnderWayAreCompletedAndNewRequestsTakeAnotherConnection() {
		byte[] large = new byte[5_000_000];
		this.server.respond("GET", "/large", MockResponse.status(200).withBody(large))
			.respond("GET", "/next", MockResponse.status(200));
		try (StreamedResponse response = this.client.stream(this.client.request("GET", "/large").build())) {
			this.server.goAway();
			assertThat(this.client.get("/next").status()).isEqualTo(200);
			assertThat(response.body().bytes(large.length)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(large);
		}
		assertThat(this.server.requests()).extracting(RecordedRequest::path, RecordedRequest::connection)
			.containsExactly(tuple("/large", 1), tuple("/next", 2));
	}

	@Test
	void goAwayWithoutAConnectionDoesNothing() {
		this.server.respond("GET", "/", MockResponse.status(200)).goAway();
		assertThat(this.client.get("/").status()).isEqualTo(200);
	}

}
