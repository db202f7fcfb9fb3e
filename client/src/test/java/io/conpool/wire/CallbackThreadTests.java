package io.conpool.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.conpool.http.H2Response;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where what depends on a future runs if the application says nothing.
 */
class CallbackThreadTests extends WireTest {

	private static final int CALLS = 20;

	private static final byte INDEX_OF_STATUS_204 = (byte) 0x89;

	/** In one write, so that they are read in one turn of the event loop. */
	private void respondAtOnce() throws Exception {
		ByteBuffer all = ByteBuffer.allocate(CALLS * 10);
		for (int i = 0; i < CALLS; i++) {
			int id = this.peer.expectRequest();
			all.putShort((short) 0).put((byte) 1).put((byte) Frame.HEADERS);
			all.put((byte) (Frame.END_HEADERS | Frame.END_STREAM)).putInt(id).put(INDEX_OF_STATUS_204);
		}
		this.peer.bytes(all.array());
	}

	private List<CompletableFuture<H2Response>> call() throws Exception {
		connect();
		return IntStream.range(0, CALLS).mapToObj((i) -> this.client.get(this.peer)).toList();
	}

	@Test
	void aCallbackThatWaitsHoldsUpNoneOfThoseReadWithIt() throws Exception {
		List<CompletableFuture<H2Response>> responses = call();
		CountDownLatch others = new CountDownLatch(CALLS - 1);
		CompletableFuture<Boolean> first = responses.get(0).thenApply((response) -> hasEnded(others));
		List<CompletableFuture<Void>> told = responses.stream()
			.skip(1)
			.map((response) -> response.thenAccept((arrived) -> others.countDown()))
			.toList();
		respondAtOnce();
		assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
		assertThat(told).allSatisfy((each) -> each.get(10, TimeUnit.SECONDS));
	}

	@Test
	void oneThatWaitsForAnotherCallDoesNotKeepItsAnswerAway() throws Exception {
		List<CompletableFuture<H2Response>> responses = call();
		List<CompletableFuture<Integer>> chained = IntStream.range(0, CALLS - 1)
			.mapToObj((i) -> responses.get(i).thenApply((response) -> responses.get(i + 1).join().status()))
			.toList();
		respondAtOnce();
		for (CompletableFuture<Integer> status : chained) {
			assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(204);
		}
	}

	@Test
	void theyAreTheClientsAndNotItsLoops() throws Exception {
		List<CompletableFuture<H2Response>> responses = call();
		Set<String> threads = ConcurrentHashMap.newKeySet();
		List<CompletableFuture<Void>> told = responses.stream()
			.map((response) -> response.thenAccept((arrived) -> threads.add(Thread.currentThread().getName())))
			.toList();
		respondAtOnce();
		for (CompletableFuture<Void> each : told) {
			each.get(10, TimeUnit.SECONDS);
		}
		assertThat(threads).isNotEmpty().allMatch((name) -> name.startsWith("conpool-h2-callback-"));
	}

	private static boolean hasEnded(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
