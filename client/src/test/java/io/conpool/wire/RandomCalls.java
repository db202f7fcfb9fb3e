package io.conpool.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import io.conpool.http.ResponseBody;
import io.conpool.http.StreamedResponse;

/**
 * Calls of every kind, as the random numbers have it. Each ends in content that the peer
 * has sent just so, or in one typed error; anything else is an {@link AssertionError}.
 * Confined to one thread, but for what it starts.
 */
final class RandomCalls {

	private final H2Client client;

	private final String uri;

	private final Random random;

	// The lengths of the responses that the peer has sent whole, by call.
	private final Map<Integer, Set<Long>> whole;

	private final Map<String, Integer> outcomes;

	RandomCalls(H2Client client, String uri, Random random, Map<Integer, Set<Long>> whole,
			Map<String, Integer> outcomes) {
		this.client = client;
		this.uri = uri;
		this.random = random;
		this.whole = whole;
		this.outcomes = outcomes;
	}

	/** A call that was begun: what it is, its bound, and its end. */
	record Started(String kind, Duration timeout, CompletableFuture<?> end) {
	}

	Started start(int call) {
		Duration timeout = Duration.ofMillis(50 + this.random.nextInt(1_000));
		H2Request request = this.random.nextInt(3) == 0 ? post(call, timeout)
				: H2Request.get(this.uri + call).timeout(timeout).build();
		return switch (this.random.nextInt(7)) {
			case 0, 1 -> started("whole", timeout,
					this.client.sendAsync(request).thenAccept((response) -> verify(call, response.body())));
			case 2 -> started("cancelled", timeout, cancelled(call, request));
			case 3 -> started("streamed, read whole", timeout,
					this.client.streamAsync(request)
						.thenCompose((response) -> response.body().bytes(1 << 20))
						.thenAccept((body) -> verify(call, body)));
			case 4 -> started("streamed, read in part", timeout,
					this.client.streamAsync(request).thenAccept((response) -> readInPart(call, response)));
			case 5 -> started("streamed, not read", timeout, this.client.streamAsync(request));
			default -> started("streamed, cancelled by the subscriber", timeout,
					this.client.streamAsync(request).thenCompose((response) -> cancelLater(call, response.body())));
		};
	}

	private Started started(String kind, Duration timeout, CompletableFuture<?> end) {
		return new Started(kind, timeout, end.handle((done, thrown) -> {
			H2Error error = (thrown != null) ? H2ClientException.errorIn(thrown) : null;
			if (error != null) {
				count(error.getClass().getSimpleName());
			}
			if (thrown == null || error != null || H2ClientException.unwrap(thrown) instanceof CancellationException) {
				return null;
			}
			throw new AssertionError(kind + " ended in no typed error", thrown);
		}));
	}

	private void count(String outcome) {
		this.outcomes.merge(outcome, 1, Integer::sum);
	}

	// Requests

	private H2Request post(int call, Duration timeout) {
		byte[] content = PeerView.content(call, 0, this.random.nextInt(this.random.nextBoolean() ? 200_000 : 1_000));
		return H2Request.post(this.uri + call, body(content)).timeout(timeout).build();
	}

	private RequestBody body(byte[] content) {
		boolean known = this.random.nextBoolean();
		long length = known ? content.length : -1;
		return switch (this.random.nextInt(4)) {
			case 0 -> RequestBody.inputStream(() -> new ByteArrayInputStream(content), length);
			case 1 -> RequestBody.publisher(BodyPublishers.ofByteArray(content), length);
			case 2 -> RequestBody.inputStream(() -> failingAt(content, content.length / 2), length);
			default -> RequestBody.bytes(content);
		};
	}

	private static InputStream failingAt(byte[] content, int length) {
		return new InputStream() {
			private int read;

			@Override
			public int read() throws IOException {
				if (this.read >= length) {
					throw new IOException("as it was asked to");
				}
				return content[this.read++] & 0xff;
			}
		};
	}

	// Responses

	private void verify(int call, byte[] body) {
		for (int i = 0; i < body.length; i++) {
			verify(call, i, body[i]);
		}
		Set<Long> lengths = this.whole.getOrDefault(call, Set.of());
		if (!lengths.contains(RandomPeer.ANYTHING) && !lengths.contains((long) body.length)) {
			throw new AssertionError(
					"call " + call + " ended with " + body.length + " bytes, but what was sent whole had " + lengths);
		}
		count("content as it was sent");
	}

	private void verify(int call, long offset, int actual) {
		boolean right = (byte) actual == PeerView.contentAt(call, offset);
		if (!right && !this.whole.getOrDefault(call, Set.of()).contains(RandomPeer.ANYTHING)) {
			throw new AssertionError("call " + call + " got another byte than was sent at offset " + offset);
		}
	}

	private void readInPart(int call, StreamedResponse response) {
		try (response; InputStream in = response.body().inputStream()) {
			byte[] some = in.readNBytes(5_000);
			for (int i = 0; i < some.length; i++) {
				verify(call, i, some[i]);
			}
		}
		catch (IOException ex) {
			if (!(ex.getCause() instanceof H2ClientException)) {
				throw new AssertionError(ex);
			}
		}
	}

	private CompletableFuture<Void> cancelled(int call, H2Request request) {
		CompletableFuture<?> response = this.client.sendAsync(request);
		int after = this.random.nextInt(50);
		CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS).execute(() -> response.cancel(true));
		return response.thenAccept((done) -> {
		});
	}

	private CompletableFuture<Void> cancelLater(int call, ResponseBody body) {
		CompletableFuture<Void> end = new CompletableFuture<>();
		body.subscribe(new Flow.Subscriber<>() {

			private Flow.Subscription subscription;

			private long read;

			@Override
			public void onSubscribe(Flow.Subscription granted) {
				this.subscription = granted;
				granted.request(2);
			}

			@Override
			public void onNext(ByteBuffer content) {
				try {
					while (content.hasRemaining()) {
						verify(call, this.read++, content.get());
					}
				}
				catch (AssertionError ex) {
					end.completeExceptionally(ex);
				}
				if (this.read > 3_000) {
					this.subscription.cancel();
					end.complete(null);
				}
				else {
					this.subscription.request(1);
				}
			}

			@Override
			public void onError(Throwable thrown) {
				end.completeExceptionally(thrown);
			}

			@Override
			public void onComplete() {
				end.complete(null);
			}
		});
		return end;
	}

}
