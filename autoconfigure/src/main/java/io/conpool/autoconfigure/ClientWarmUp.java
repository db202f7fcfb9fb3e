package io.conpool.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.conpool.H2Client;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;

/**
 * Makes the connections of clients before the application is ready, which it is when its
 * runners have ended. This is the first of them, so that the others find connections.
 * Immutable.
 */
final class ClientWarmUp implements ApplicationRunner, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(ClientWarmUp.class);

	private final H2ClientRegistry clients;

	private final ClientSettings settings;

	ClientWarmUp(H2ClientRegistry clients, ClientSettings settings) {
		this.clients = clients;
		this.settings = settings;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/** Begins all, then waits for those that are to be waited for. */
	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		List<Attempts> awaited = new ArrayList<>();
		for (String client : this.settings.names()) {
			Endpoint endpoint = this.settings.endpoint(client);
			H2ClientProperties properties = this.settings.properties(client);
			if (endpoint != null && properties.warmUp() == WarmUp.BACKGROUND) {
				inBackground(client, endpoint);
			}
			else if (endpoint != null && properties.warmUp() != WarmUp.OFF) {
				awaited.add(new Attempts(client, endpoint, properties.warmUpTimeout()));
			}
		}
		awaited.forEach(Attempts::begin);
		try {
			for (Attempts attempts : awaited) {
				attempts.await(this.settings.properties(attempts.client).warmUp() == WarmUp.REQUIRE);
			}
		}
		finally {
			awaited.forEach(Attempts::end);
		}
	}

	/** Makes the connections of all clients that are to be warmed up, without waiting. */
	void inBackground() {
		for (String client : this.settings.names()) {
			Endpoint endpoint = this.settings.endpoint(client);
			if (endpoint != null && this.settings.properties(client).warmUp() != WarmUp.OFF) {
				inBackground(client, endpoint);
			}
		}
	}

	private void inBackground(String client, Endpoint endpoint) {
		plain(client).warmUp(endpoint).whenComplete((done, thrown) -> {
			if (thrown != null) {
				logger.warn("HTTP/2 client '{}' is not connected to {}: {}", client, endpoint,
						H2ClientException.unwrap(thrown).getMessage());
			}
		});
	}

	private H2Client plain(String client) {
		return this.clients.plainClient(client, ConnectionVariant.NONE);
	}

	/** The attempts to warm one client up, one after the other while somebody waits. */
	private final class Attempts {

		private final String client;

		private final Endpoint endpoint;

		private final Duration timeout;

		private final long deadlineNanos;

		private final CompletableFuture<Void> warmed = new CompletableFuture<>();

		private volatile @Nullable Throwable lastFailure;

		Attempts(String client, Endpoint endpoint, Duration timeout) {
			this.client = client;
			this.endpoint = endpoint;
			this.timeout = timeout;
			this.deadlineNanos = System.nanoTime() + timeout.toNanos();
		}

		/** The pauses between them are the pool's. */
		void begin() {
			plain(this.client).warmUp(this.endpoint).whenComplete((done, thrown) -> {
				if (thrown == null) {
					this.warmed.complete(null);
				}
				else {
					this.lastFailure = H2ClientException.unwrap(thrown);
					if (isOver(this.lastFailure)) {
						this.warmed.completeExceptionally(this.lastFailure);
					}
					else if (!this.warmed.isDone()) {
						begin();
					}
				}
			});
		}

		private static boolean isOver(Throwable failure) {
			return !(failure instanceof H2ClientException ex) || ex.error() instanceof H2Error.ClientClosed;
		}

		void await(boolean required) throws InterruptedException {
			try {
				this.warmed.get(this.deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
				logger.info("HTTP/2 client '{}' is connected to {}", this.client, this.endpoint);
			}
			catch (ExecutionException | TimeoutException ex) {
				WarmUpFailedException failed = new WarmUpFailedException(this.client, this.endpoint, this.timeout,
						this.lastFailure);
				if (required) {
					throw failed;
				}
				logger.warn("{}; the application starts without", failed.getMessage());
			}
		}

		void end() {
			this.warmed.cancel(false);
		}

	}

}
