package io.conpool.micrometer.observation;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.conpool.H2Client;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ObservedH2ClientTests {

	private static final H2Request REQUEST = H2Request.get("https://example.org/hello").build();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final FakeClient fake = new FakeClient();

	private final H2Client client = ObservedH2Client.observe(this.fake, this.registry, null);

	@AfterEach
	void noScopeIsLeftOpen() {
		assertThat(this.registry.getCurrentObservationScope()).isNull();
	}

	@Test
	void aCallIsObservedOnce() {
		this.fake.response.complete(response(200));
		assertThat(this.client.send(REQUEST)).isSameAs(this.fake.response.join());
		observation().hasBeenStarted()
			.hasBeenStopped()
			.hasNameEqualTo("http.client.requests")
			.hasContextualNameEqualTo("http get")
			.doesNotHaveError()
			.hasLowCardinalityKeyValue("status", "200")
			.hasHighCardinalityKeyValue("http.url", "https://example.org/hello");
	}

	@Test
	void theShortFormsAreObservedToo() {
		this.fake.response.complete(response(404));
		this.client.get("/hello");
		this.client.delete("/hello");
		this.registry.assertThat()
			.hasNumberOfObservationsWithNameEqualTo("http.client.requests", 2)
			.hasAnObservationWithAKeyValue("method", "DELETE")
			.hasAnObservationWithAKeyValue("outcome", "CLIENT_ERROR");
	}

	@Test
	void aCallThatFailsIsObservedOnce() {
		H2ClientException failure = new H2Error.ClientClosed().asException();
		this.fake.response.completeExceptionally(failure);
		assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> this.client.send(REQUEST))
			.isSameAs(failure);
		observation().hasBeenStopped().hasError(failure).hasLowCardinalityKeyValue("exception", "ClientClosed");
	}

	@Test
	void aCallThatCannotBeginIsObservedOnce() {
		this.fake.onRequest = () -> {
			throw new IllegalStateException("cannot begin");
		};
		assertThatIllegalStateException().isThrownBy(() -> this.client.sendAsync(REQUEST));
		observation().hasBeenStopped().hasLowCardinalityKeyValue("exception", "IllegalStateException");
	}

	@Test
	void aCallThatEndsLaterIsObservedUntilThen() {
		CompletableFuture<H2Response> future = this.client.sendAsync(REQUEST);
		observation().hasBeenStarted().isNotStopped();
		this.fake.response.complete(response(503));
		assertThat(future).isCompletedWithValue(this.fake.response.join());
		observation().hasBeenStopped().hasLowCardinalityKeyValue("outcome", "SERVER_ERROR");
	}

	@Test
	void theObservationEndsBeforeWhatDependsOnTheFutureRuns() {
		List<String> events = new ArrayList<>();
		this.registry.observationConfig().observationHandler(onStop(() -> events.add("stopped")));
		this.client.sendAsync(REQUEST).thenRun(() -> events.add("dependent"));
		this.fake.response.complete(response(200));
		assertThat(events).containsExactly("stopped", "dependent");
	}

	@Test
	void cancellingEndsTheCallAndTheObservation() {
		CompletableFuture<H2Response> future = this.client.sendAsync(REQUEST);
		future.cancel(true);
		assertThat(this.fake.response).isCancelled();
		observation().hasBeenStopped()
			.hasLowCardinalityKeyValue("exception", "CancellationException")
			.assertThatError()
			.isInstanceOf(CancellationException.class);
	}

	@Test
	void completingTheFutureByHandEndsTheCallToo() {
		CompletableFuture<H2Response> future = this.client.sendAsync(REQUEST);
		future.complete(response(200));
		assertThat(this.fake.response).isCancelled();
		observation().hasBeenStopped();
	}

	@Test
	void aStreamedResponseIsObservedUntilItsContentHasArrived() {
		FakeClient.Content content = new FakeClient.Content();
		this.fake.streamed.complete(FakeClient.streaming(200, content));
		assertThat(this.client.stream(REQUEST)).isSameAs(this.fake.streamed.join());
		observation().isNotStopped();
		content.arrival.complete(null);
		observation().hasBeenStopped().doesNotHaveError().hasLowCardinalityKeyValue("status", "200");
	}

	@Test
	void contentThatFailsIsAnErrorWithAStatus() {
		FakeClient.Content content = new FakeClient.Content();
		this.client.streamAsync(REQUEST);
		this.fake.streamed.complete(FakeClient.streaming(200, content));
		content.arrival.completeExceptionally(new H2Error.BodyTooLarge(1).asException());
		observation().hasBeenStopped()
			.hasLowCardinalityKeyValue("status", "200")
			.hasLowCardinalityKeyValue("exception", "BodyTooLarge");
	}

	@Test
	void aResponseThatIsClosedEndsTheObservation() {
		this.fake.streamed.complete(FakeClient.streaming(200, new FakeClient.Content()));
		this.client.stream(REQUEST).close();
		observation().hasBeenStopped().hasLowCardinalityKeyValue("exception", "Cancelled");
	}

	@Test
	void aStreamedResponseThatNobodyGetsIsClosed() {
		List<CompletableFuture<?>> futures = new ArrayList<>();
		this.registry.observationConfig()
			.observationHandler(onStop(() -> futures.forEach((future) -> future.cancel(false))));
		futures.add(this.client.streamAsync(REQUEST));
		FakeClient.Content content = new FakeClient.Content();
		content.arrival.complete(null);
		this.fake.streamed.complete(FakeClient.streaming(200, content));
		assertThat(futures.get(0)).isCancelled();
		assertThat(content.closed).isTrue();
		observation().hasBeenStopped();
	}

	@Test
	void theParentIsWhatIsObservedWhereTheCallBegins() {
		Observation parent = Observation.start("parent", this.registry);
		parent.scoped(() -> this.client.sendAsync(REQUEST));
		parent.stop();
		this.fake.response.complete(response(200));
		this.registry.assertThat()
			.hasObservationWithNameEqualTo("http.client.requests")
			.that()
			.hasParentObservationEqualTo(parent);
	}

	@Test
	void itIsTheCurrentObservationWhileTheCallBegins() {
		List<String> current = new ArrayList<>();
		this.fake.onRequest = () -> current.add(this.registry.getCurrentObservation().getContextView().getName());
		this.client.sendAsync(REQUEST);
		assertThat(current).containsExactly("http.client.requests");
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void theTraceIsPropagatedInACopyOfTheRequest() {
		this.registry.observationConfig().observationHandler(new TracePropagation("traceparent", "00-1-2-01"));
		H2Request request = H2Request.get("https://example.org/").header("TraceParent", "mine").build();
		this.client.sendAsync(request);
		assertThat(this.fake.requests.get(0).headers().all("traceparent")).containsExactly("00-1-2-01");
		assertThat(request.headers().all("traceparent")).containsExactly("mine");
	}

	@Test
	void aFieldThatMustNotBeSentIsNotWorthACall() {
		this.registry.observationConfig().observationHandler(new TracePropagation("baggage", "two\nlines"));
		this.client.sendAsync(REQUEST);
		assertThat(this.fake.requests).containsExactly(REQUEST);
	}

	@Test
	void aHandlerThatFailsAtTheEndDoesNotCostTheResponse() {
		List<Throwable> reported = new ArrayList<>();
		Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> reported.add(thrown));
		try {
			this.registry.observationConfig().observationHandler(onStop(() -> {
				throw new IllegalStateException("a handler's fault");
			}));
			CompletableFuture<H2Response> future = this.client.sendAsync(REQUEST);
			this.fake.response.complete(response(200));
			assertThat(future).isCompletedWithValue(this.fake.response.join());
			assertThat(this.client.send(REQUEST)).isSameAs(this.fake.response.join());
			assertThat(reported).hasSize(2);
		}
		finally {
			Thread.currentThread().setUncaughtExceptionHandler(null);
		}
	}

	@Test
	void aConventionOfTheApplicationsNamesObservations() {
		H2Client named = ObservedH2Client.observe(this.fake, this.registry, new DefaultH2ClientObservationConvention() {
			@Override
			public KeyValues getLowCardinalityKeyValues(H2ClientObservationContext context) {
				return super.getLowCardinalityKeyValues(context).and(KeyValue.of("tenant", "blue"));
			}
		});
		this.fake.response.complete(response(200));
		named.send(REQUEST);
		observation().hasLowCardinalityKeyValue("tenant", "blue");
	}

	@Test
	void anObservationThatIsSwitchedOffCostsNoCall() {
		this.registry.observationConfig().observationPredicate((name, context) -> !"http.client.requests".equals(name));
		this.fake.response.complete(response(200));
		assertThat(this.client.send(REQUEST).status()).isEqualTo(200);
		this.registry.assertThat().doesNotHaveAnyObservation();
	}

	@Test
	void withoutARegistryTheClientIsUsedAsItIs() {
		assertThat(ObservedH2Client.observe(this.fake, ObservationRegistry.NOOP, null)).isSameAs(this.fake);
	}

	@Test
	void closingClosesTheClient() {
		this.client.close();
		assertThat(this.fake.closed).isTrue();
	}

	private TestObservationRegistryAssertReturningObservationContextAssert observation() {
		return this.registry.assertThat().hasSingleObservationThat();
	}

	private static H2Response response(int status) {
		return new H2Response(status, HttpHeaders.empty(), new byte[0], HttpHeaders.empty(),
				URI.create("https://example.org/"));
	}

	private static ObservationHandler<Observation.Context> onStop(Runnable action) {
		return new ObservationHandler<>() {
			@Override
			public void onStop(Observation.Context context) {
				action.run();
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}
		};
	}

}
