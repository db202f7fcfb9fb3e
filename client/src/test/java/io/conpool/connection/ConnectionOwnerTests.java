package io.conpool.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.HttpConnection;
import io.conpool.http.HttpConnectionListener;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeHandler;
import io.conpool.testing.ManualScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionOwnerTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	private final ManualScheduler clock = new ManualScheduler();

	private final FakeHandler handler = new FakeHandler(new AccessMode.Exclusive());

	private final CompletableFuture<FakeConnection> ready = new CompletableFuture<>();

	private final List<String> told = new ArrayList<>();

	private final FakeConnection connection;

	private final ConnectionOwner<FakeConnection> owner;

	ConnectionOwnerTests() {
		this.handler.connect(ENDPOINT, new Events(this.told));
		this.connection = this.handler.lastDial().succeed();
		this.owner = new ConnectionOwner<>(this.ready, this.connection.events(), new Listener(this.told), this.clock);
		this.owner.of(() -> this.connection);
	}

	@Test
	void listenersHearOfAConnectionBeforeItIsUsed() {
		this.ready.thenAccept((connection) -> this.told.add("ready"));
		this.owner.ready();
		assertThat(this.told).containsExactly("opened fake", "ready");
	}

	@Test
	void listenersHearOfTheEndAndTheAgeBeforeThePoolDoes() {
		this.clock.advance(Duration.ofSeconds(5));
		this.owner.ready();
		this.clock.advance(Duration.ofSeconds(60));
		this.owner.closed(lost());
		assertThat(this.told).containsExactly("opened fake", "closed fake PT1M", "gone");
	}

	@Test
	void aConnectionThatWasNeverReadyIsNotAnnouncedAsClosed() {
		this.owner.closed(lost());
		assertThat(this.told).containsExactly("gone");
		assertThat(this.ready).isCompletedExceptionally();
	}

	@Test
	void thePoolHearsOfTheFirstAnswerAlone() {
		this.owner.ready();
		this.owner.served();
		this.owner.served();
		assertThat(this.told).containsExactly("opened fake", "served");
	}

	private static H2Error lost() {
		return new H2Error.ConnectionLost(ENDPOINT, false, null);
	}

	private record Listener(List<String> told) implements HttpConnectionListener {

		@Override
		public void onOpened(HttpConnection connection) {
			this.told.add("opened " + connection.id());
		}

		@Override
		public void onClosed(HttpConnection connection, Duration age) {
			this.told.add("closed " + connection.id() + " " + age);
		}

	}

	private record Events(List<String> told) implements ConnectionEvents {

		@Override
		public void changed() {
			this.told.add("changed");
		}

		@Override
		public void retire(String reason) {
			this.told.add("retire");
		}

		@Override
		public void served() {
			this.told.add("served");
		}

		@Override
		public void draining(H2Error cause) {
			this.told.add("draining");
		}

		@Override
		public void closed() {
			this.told.add("gone");
		}

	}

}
