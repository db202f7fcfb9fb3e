package io.conpool.call;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.ContentReceiver;
import io.conpool.http.H2Request;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a call waits for has bounds of its own: the response's headers, its content, its
 * reader.
 */
class CallPhaseTests {

	private static final Duration RESPONSE = Duration.ofSeconds(3);

	private static final Duration IDLE = Duration.ofSeconds(2);

	private static final Duration UNREAD = Duration.ofSeconds(1);

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration NANO = Duration.ofNanos(1);

	private final CallFixture fixture = new CallFixture();

	private final List<H2Error.ContentUnread> unread = new ArrayList<>();

	private final CallListener listener = new CallListener() {
		@Override
		public void onUnread(Endpoint endpoint, H2Error.ContentUnread error) {
			CallPhaseTests.this.unread.add(error);
		}
	};

	@BeforeEach
	void shorten() {
		this.fixture.settings.responseTimeout(RESPONSE).idleTimeout(IDLE).unreadTimeout(UNREAD);
	}

	private FakeExchange start() {
		this.fixture.connectsAtOnce().start("GET", LIMIT, this.listener);
		return this.fixture.exchange().sent();
	}

	private void advance(Duration time) {
		this.fixture.scheduler.advance(time);
	}

	@Test
	void headersThatDoNotComeInTimeEndTheCall() {
		FakeExchange exchange = start();
		advance(RESPONSE.minus(NANO));
		assertThat(exchange.cancelledWith()).isNull();
		advance(NANO);
		assertThat(exchange.cancelledWith()).isEqualTo(new H2Error.ResponseTimeout(RESPONSE));
		assertThat(this.fixture.error()).isEqualTo(new H2Error.ResponseTimeout(RESPONSE));
		assertThat(this.fixture.timers()).isZero();
		assertThat(this.fixture.stats().openStreams()).isZero();
	}

	@Test
	void waitingForAConnectionIsNotWaitingForHeaders() {
		this.fixture.start("GET", LIMIT, this.listener);
		advance(RESPONSE.multipliedBy(3));
		FakeExchange exchange = this.fixture.handler.lastDial().succeed().lastExchange().sent();
		advance(RESPONSE.minus(NANO));
		assertThat(exchange.cancelledWith()).isNull();
		advance(NANO);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.ResponseTimeout(RESPONSE));
	}

	@Test
	void anUploadThatGoesOnIsNotTimedOut() {
		FakeExchange exchange = start();
		for (int i = 0; i < 5; i++) {
			advance(RESPONSE.minus(NANO));
			exchange.progress();
		}
		advance(RESPONSE.minus(NANO));
		exchange.respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
	}

	@Test
	void contentThatStopsComingEndsTheCall() {
		FakeExchange exchange = start();
		advance(RESPONSE.minus(NANO));
		exchange.head(200);
		advance(IDLE.minus(NANO));
		exchange.progress();
		advance(IDLE.minus(NANO));
		assertThat(exchange.cancelledWith()).isNull();
		advance(NANO);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.IdleTimeout(IDLE));
	}

	@Test
	void aRequestMayHaveBoundsOfItsOwn() {
		H2Request request = H2Request.get("https://example.org/")
			.responseTimeout(Duration.ofSeconds(10))
			.idleTimeout(Duration.ofSeconds(20))
			.build();
		this.fixture.connectsAtOnce().start(request, LIMIT, this.listener);
		FakeExchange exchange = this.fixture.exchange().sent();
		advance(Duration.ofSeconds(10).minus(NANO));
		exchange.head(200);
		advance(Duration.ofSeconds(20).minus(NANO));
		assertThat(exchange.cancelledWith()).isNull();
		advance(NANO);
		assertThat(exchange.cancelledWith()).isEqualTo(new H2Error.IdleTimeout(Duration.ofSeconds(20)));
	}

	@Test
	void everyAttemptWaitsForItsOwnHeaders() {
		FakeExchange first = start();
		advance(RESPONSE.minus(NANO));
		first.fail(CallFixture.notSent());
		FakeExchange second = this.fixture.exchange().sent();
		advance(RESPONSE.minus(NANO));
		assertThat(second.cancelledWith()).isNull();
		advance(NANO);
		assertThat(second.cancelledWith()).isEqualTo(new H2Error.ResponseTimeout(RESPONSE));
	}

	/** A streamed call, and what it gets. */
	private final class Streamed {

		private final CompletableFuture<Outcome<StreamedResponse>> outcome;

		private final FakeExchange exchange;

		private final ContentReceiver receiver;

		Streamed() {
			this(UnaryOperator.identity());
		}

		/** One whose first exchange leads to the one that is answered. */
		Streamed(UnaryOperator<FakeExchange> lead) {
			CallConfig config = CallPhaseTests.this.fixture.settings.requestTimeout(LIMIT).build();
			CallContext<FakeConnection> context = new CallContext<>(CallPhaseTests.this.fixture.pool, config,
					Routing.direct(), CallPhaseTests.this.listener, Runnable::run,
					CallPhaseTests.this.fixture.scheduler);
			CallPhaseTests.this.fixture.connectsAtOnce();
			this.outcome = Call.streamed(CallFixture.request("GET"), context).start();
			this.exchange = lead.apply(CallPhaseTests.this.fixture.exchange().sent());
			this.receiver = this.exchange.head(200);
		}

		void arrives(String content) {
			this.exchange.progress();
			this.receiver.onContent(content.length(), ByteBuffer.wrap(content.getBytes())::get);
		}

		StreamedResponse response() {
			return Objects.requireNonNull(this.outcome.getNow(null), "no response yet").orThrow();
		}

	}

	@Test
	void contentThatNobodyReadsIsReportedAndItsStreamFreed() {
		Streamed streamed = new Streamed();
		streamed.arrives("unread");
		advance(UNREAD.minus(NANO));
		assertThat(streamed.exchange.cancelledWith()).isNull();
		advance(NANO);
		assertThat(this.unread).singleElement()
			.satisfies((error) -> assertThat(error.limit()).isEqualTo(UNREAD))
			.isEqualTo(streamed.exchange.cancelledWith());
		assertThat(this.fixture.stats().openStreams()).isZero();
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aSlotOfAnEarlierAttemptThatIsFreedLateDoesNotEndTheBounds() {
		List<FakeExchange> first = new ArrayList<>();
		Streamed streamed = new Streamed((exchange) -> {
			first.add(exchange.keepSlot());
			exchange.fail(CallFixture.notSent());
			return this.fixture.exchange();
		});
		first.get(0).freeSlot();
		streamed.arrives("unread");
		advance(UNREAD);
		assertThat(streamed.exchange.cancelledWith()).isInstanceOf(H2Error.ContentUnread.class);
	}

	@Test
	void moreContentDoesNotExcuseAReaderWhoIsBehind() {
		Streamed streamed = new Streamed();
		streamed.arrives("first");
		advance(UNREAD.minus(NANO));
		streamed.arrives("second");
		advance(NANO);
		assertThat(streamed.exchange.cancelledWith()).isInstanceOf(H2Error.ContentUnread.class);
	}

	@Test
	void aReaderWhoKeepsUpWaitsForTheServerAlone() {
		Streamed streamed = new Streamed();
		streamed.response().body().discard();
		for (int i = 0; i < 5; i++) {
			streamed.arrives("read at once");
			advance(IDLE.minus(NANO));
		}
		assertThat(streamed.exchange.cancelledWith()).isNull();
		advance(NANO);
		assertThat(streamed.exchange.cancelledWith()).isEqualTo(new H2Error.IdleTimeout(IDLE));
		assertThat(this.unread).isEmpty();
	}

	@Test
	void contentThatIsCompleteIsNotTimedOut() {
		Streamed streamed = new Streamed();
		streamed.arrives("all");
		streamed.exchange.endContent();
		assertThat(this.fixture.timers()).isZero();
		advance(LIMIT);
		assertThat(this.unread).isEmpty();
		assertThat(streamed.response().body().bytes(10).join()).asString().isEqualTo("all");
	}

}
