package io.conpool.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopHandoverTests {

	private final LoopGroup group = new LoopGroup(1, new DefaultThreadFactory("test-loop", true),
			NioIoHandler.newFactory());

	private final EventLoop loop = this.group.next();

	// The loop's.
	private final List<List<Runnable>> handed = new ArrayList<>();

	private final Consumer<List<Runnable>> receiver = this.handed::add;

	private final Consumer<List<Runnable>> another = (tasks) -> this.handed.add(List.copyOf(tasks));

	@AfterEach
	void stop() {
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
	}

	/** Each is another object. */
	private Runnable task() {
		Object[] itself = {};
		return () -> assertThat(itself).isEmpty();
	}

	private <T> T onLoop(Callable<T> action) throws Exception {
		return this.loop.submit(action).get(10, TimeUnit.SECONDS);
	}

	/** What comes at the end of a turn comes in the order in which it was asked for. */
	private List<List<Runnable>> handedByTheEndOfTheTurn() throws Exception {
		CompletableFuture<List<List<Runnable>>> end = new CompletableFuture<>();
		((SingleThreadEventLoop) this.loop)
			.executeAfterEventLoopIteration(() -> end.complete(List.copyOf(this.handed)));
		return end.get(10, TimeUnit.SECONDS);
	}

	@Test
	void whatIsKeptInOneTurnIsHandedOverTogetherAtItsEnd() throws Exception {
		List<Runnable> tasks = List.of(task(), task(), task());
		onLoop(() -> {
			tasks.forEach((task) -> assertThat(LoopHandover.keep(this.receiver, task)).isTrue());
			assertThat(this.handed).isEmpty();
			return null;
		});
		assertThat(handedByTheEndOfTheTurn()).containsExactly(tasks);
	}

	@Test
	void eachReceiverGetsItsOwnInTheirOrder() throws Exception {
		Runnable first = task();
		Runnable second = task();
		Runnable third = task();
		onLoop(() -> LoopHandover.keep(this.receiver, first) && LoopHandover.keep(this.another, second)
				&& LoopHandover.keep(this.receiver, third));
		assertThat(handedByTheEndOfTheTurn()).containsExactly(List.of(first), List.of(second), List.of(third));
	}

	@Test
	void theNextTurnHasItsOwn() throws Exception {
		Runnable first = task();
		Runnable second = task();
		onLoop(() -> LoopHandover.keep(this.receiver, first));
		assertThat(handedByTheEndOfTheTurn()).hasSize(1);
		onLoop(() -> LoopHandover.keep(this.receiver, second));
		assertThat(handedByTheEndOfTheTurn()).containsExactly(List.of(first), List.of(second));
	}

	@Test
	void otherThreadsKeepNothing() {
		assertThat(LoopHandover.keep(this.receiver, task())).isFalse();
	}

	@Test
	void aLoopThatEndsKeepsNothing() throws Exception {
		assertThat(onLoop(() -> {
			this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
			return LoopHandover.keep(this.receiver, task());
		})).isFalse();
	}

	@Test
	void whatWasKeptBeforeTheEndIsHandedOver() throws Exception {
		Runnable kept = task();
		onLoop(() -> {
			assertThat(LoopHandover.keep(this.receiver, kept)).isTrue();
			return this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
		});
		assertThat(this.group.terminationFuture().await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.handed).containsExactly(List.of(kept));
	}

}
