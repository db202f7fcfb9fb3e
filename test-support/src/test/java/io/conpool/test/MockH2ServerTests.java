package io.conpool.test;

import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.TrustManagerFactory;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.transport.TlsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MockH2ServerTests {

	private final MockH2Server server = MockH2Server.start();

	private final H2Client client = H2Client.builder().baseUri(URI.create(this.server.baseUrl())).build();

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	@Test
	void aRequestIsAnsweredByItsMethodAndPath() {
		this.server.respond("GET", "/orders/1", MockResponse.json("{\"id\":1}"))
			.respond("DELETE", "/orders/1", MockResponse.status(204))
			.respond("GET", "/orders/2", MockResponse.text("two").withStatus(203).withHeader("X-Version", "7"));
		H2Response json = this.client.get("/orders/1");
		assertThat(json.status()).isEqualTo(200);
		assertThat(json.headers().first("content-type")).hasValue("application/json");
		assertThat(json.bodyAsString()).isEqualTo("{\"id\":1}");
		assertThat(this.client.delete("/orders/1").status()).isEqualTo(204);
		H2Response text = this.client.get("/orders/2");
		assertThat(text.status()).isEqualTo(203);
		assertThat(text.headers().first("x-version")).hasValue("7");
		assertThat(text.bodyAsString()).isEqualTo("two");
	}

	@Test
	void aLaterResponseTakesThePlaceOfTheOneBefore() {
		this.server.respond("GET", "/", MockResponse.text("first")).respond("GET", "/", MockResponse.text("second"));
		assertThat(this.client.get("/").bodyAsString()).isEqualTo("second");
	}

	@Test
	void aPathWithQueryGoesBeforeThePathAlone() {
		this.server.respond("GET", "/orders", MockResponse.text("all"))
			.respond("GET", "/orders?page=2", MockResponse.text("second page"));
		assertThat(this.client.get("/orders?page=2").bodyAsString()).isEqualTo("second page");
		assertThat(this.client.get("/orders?page=3").bodyAsString()).isEqualTo("all");
	}

	@Test
	void aRequestThatNobodyExpectsGets404AndIsToldWhatThereIs() {
		this.server.respond("GET", "/orders", MockResponse.status(200));
		H2Response response = this.client.delete("/order");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.bodyAsString()).contains("DELETE /order,").contains("GET /orders");
	}

	@Test
	void whatIsSaidAboutTheNextRequestGoesFirstAndHoldsOnce() {
		this.server.respond("GET", "/", MockResponse.status(200))
			.respondNext(MockResponse.status(503))
			.respondNext(MockResponse.status(429));
		assertThat(this.client.get("/").status()).isEqualTo(503);
		assertThat(this.client.get("/").status()).isEqualTo(429);
		assertThat(this.client.get("/").status()).isEqualTo(200);
	}

	@Test
	void aResponseToHeadHasNoContent() {
		this.server.respond("HEAD", "/", MockResponse.text("hello").withHeader("content-length", "5"));
		H2Response response = this.client.send(this.client.request("HEAD", "/").build());
		assertThat(response.headers().first("content-length")).hasValue("5");
		assertThat(response.body()).isEmpty();
	}

	@Test
	void contentThatIsLargerThanEveryWindowPassesBothWays() {
		byte[] content = new byte[20_000_000];
		content[content.length - 1] = 1;
		this.server.respond("POST", "/", MockResponse.status(200).withBody(new byte[10_000_000]));
		assertThat(this.client.post("/", RequestBody.bytes(content)).body()).hasSize(10_000_000);
		assertThat(this.server.takeRequest().body()).isEqualTo(content);
	}

	@Test
	void aRequestIsRecorded() {
		this.client.send(this.client.request("POST", "/orders?dry=true")
			.header("X-Tenant", "7")
			.body(RequestBody.utf8("{ä}"))
			.build());
		RecordedRequest request = this.server.takeRequest();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/orders?dry=true");
		assertThat(request.headers().first("x-tenant")).hasValue("7");
		assertThat(request.headers().names()).noneMatch((name) -> name.startsWith(":"));
		assertThat(request.bodyAsString()).isEqualTo("{ä}");
		assertThat(request.connection()).isEqualTo(1);
	}

	@Test
	void requestsAreTakenOnceAndRemembered() {
		this.client.get("/1");
		this.client.get("/2");
		assertThat(this.server.takeRequest().path()).isEqualTo("/1");
		assertThat(this.server.takeRequest().path()).isEqualTo("/2");
		assertThat(this.server.requests()).extracting(RecordedRequest::path).containsExactly("/1", "/2");
	}

	@Test
	void takingWaitsForTheRequest() {
		this.server.hangNext();
		CompletableFuture<H2Response> response = this.client.sendAsync(this.client.request("GET", "/later").build());
		assertThat(this.server.takeRequest().path()).isEqualTo("/later");
		response.cancel(true);
	}

	@Test
	void takingARequestThatDoesNotComeFails() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.server.takeRequest(Duration.ofMillis(1)))
			.withMessageContaining("no request within 1 ms");
	}

	@Test
	void takingARequestEndsWhenTheThreadIsInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.server::takeRequest)
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aClientThatWaitsToBeToldToSendItsContentIsTold() {
		this.server.respond("POST", "/", MockResponse.status(201));
		// As long as the call may take: the content is not sent on the client's own.
		H2Request request = this.client.request("POST", "/")
			.expectContinue(Duration.ofMinutes(1))
			.body(RequestBody.utf8("content"))
			.build();
		assertThat(this.client.send(request).status()).isEqualTo(201);
		assertThat(this.server.takeRequest().bodyAsString()).isEqualTo("content");
	}

	@Test
	void whatIsForgottenIsGoneAndTheConnectionStays() {
		this.server.respond("GET", "/", MockResponse.status(200)).respondNext(MockResponse.status(503)).refuseNext();
		this.client.get("/");
		this.server.forget();
		assertThat(this.server.requests()).isEmpty();
		assertThat(this.client.get("/").status()).isEqualTo(404);
		assertThat(this.server.takeRequest().connection()).isEqualTo(1);
	}

	@Test
	void overTlsTheClientTrustsTheCertificateThatTheServerMade() throws Exception {
		try (MockH2Server secure = MockH2Server.startTls();
				H2Client trusting = H2Client.builder().tls(trust(secure.trustStore())).build()) {
			assertThat(secure.baseUrl()).startsWith("https://");
			secure.respond("GET", "/", MockResponse.text("secure"));
			assertThat(trusting.get(secure.baseUrl() + "/").bodyAsString()).isEqualTo("secure");
		}
	}

	private static TlsConfig trust(KeyStore store) throws Exception {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(store);
		TlsConfig defaults = TlsConfig.defaults();
		return new TlsConfig(null, factory, defaults.protocols(), defaults.ciphers());
	}

	@Test
	void inCleartextThereIsNoCertificateToTrust() {
		assertThat(this.server.baseUrl()).startsWith("http://");
		assertThatIllegalStateException().isThrownBy(this.server::trustStore);
	}

	@Test
	void aServerThatIsClosedLeavesNoThreadAndMayBeClosedAgain() throws Exception {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		MockH2Server closed = MockH2Server.start();
		Thread thread = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((candidate) -> candidate.getName().startsWith("mock-h2-server") && !before.contains(candidate))
			.findFirst()
			.orElseThrow();
		closed.hangNext();
		CompletableFuture<H2Response> pending = this.client.sendAsync(H2Request.get(closed.baseUrl() + "/").build());
		closed.takeRequest();
		closed.close();
		thread.join(TimeUnit.SECONDS.toMillis(10));
		assertThat(thread.isAlive()).isFalse();
		assertThat(pending).failsWithin(Duration.ofSeconds(10));
		closed.close();
	}

	@Test
	void whatCannotBeMeantIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.server.respond("GET", "orders", MockResponse.status(200)))
			.withMessageContaining("orders");
		assertThatIllegalArgumentException().isThrownBy(() -> MockResponse.status(100));
		assertThatIllegalArgumentException().isThrownBy(() -> MockResponse.text("").withStatus(600));
		assertThatIllegalArgumentException().isThrownBy(() -> MockResponse.text("").withHeader(":status", "200"));
	}

}
