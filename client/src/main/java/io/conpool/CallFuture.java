package io.conpool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.conpool.call.Call;
import io.conpool.call.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call, completed on the callback executor. Whoever completes it
 * beforehand, in whatever way, has given up on the call. It is its own task and listener,
 * so that a call costs no object more. Safe for use by several threads.
 */
final class CallFuture<R> extends CompletableFuture<R> implements Consumer<Outcome<R>>, Runnable {

	// Null once it has ended: who keeps the response need not keep the request, too.
	private @Nullable Call<?, R> call;

	private final UnaryOperator<R> decoded;

	private final Consumer<R> unwanted;

	private final Executor callbacks;

	// Set before the executor gets this.
	private @Nullable Outcome<R> outcome;

	private CallFuture(Call<?, R> call, UnaryOperator<R> decoded, Consumer<R> unwanted, Executor callbacks) {
		this.call = call;
		this.decoded = decoded;
		this.unwanted = unwanted;
		this.callbacks = callbacks;
	}

	/**
	 * Starts a call.
	 * @param call the call
	 * @param decoded makes the response of what has arrived
	 * @param unwanted gets a response that comes after the call was given up
	 * @param callbacks runs what depends on the future
	 */
	static <R> CallFuture<R> start(Call<?, R> call, UnaryOperator<R> decoded, Consumer<R> unwanted,
			Executor callbacks) {
		CallFuture<R> future = new CallFuture<>(call, decoded, unwanted, callbacks);
		call.start(future);
		return future;
	}

	// The call's side

	@Override
	public void accept(Outcome<R> ended) {
		this.outcome = ended;
		try {
			this.callbacks.execute(this);
		}
		catch (RuntimeException ex) {
			// The client is closed, or the executor at fault; but nobody may be left
			// waiting.
			run();
		}
	}

	@Override
	public void run() {
		Outcome<R> ended = this.outcome;
		if (ended == null) {
			return;
		}
		this.outcome = null;
		this.call = null;
		try {
			R response = this.decoded.apply(ended.orThrow());
			if (!super.complete(response)) {
				this.unwanted.accept(response);
			}
		}
		catch (RuntimeException | Error ex) {
			super.completeExceptionally(ex);
		}
	}

	// The caller's side

	private void giveUp() {
		Call<?, R> current = this.call;
		if (current != null) {
			current.cancel();
		}
	}

	@Override
	public boolean complete(R value) {
		boolean given = super.complete(value);
		giveUp();
		return given;
	}

	@Override
	public boolean completeExceptionally(Throwable thrown) {
		boolean given = super.completeExceptionally(thrown);
		giveUp();
		return given;
	}

	@Override
	public boolean cancel(boolean mayInterrupt) {
		boolean cancelled = super.cancel(mayInterrupt);
		giveUp();
		return cancelled;
	}

	@Override
	public CompletableFuture<R> completeAsync(Supplier<? extends R> supplier, Executor executor) {
		executor.execute(() -> completeWith(supplier));
		return this;
	}

	private void completeWith(Supplier<? extends R> supplier) {
		if (isDone()) {
			return;
		}
		try {
			complete(supplier.get());
		}
		catch (RuntimeException | Error ex) {
			completeExceptionally(ex);
		}
	}

	@Override
	public void obtrudeValue(R value) {
		super.obtrudeValue(value);
		giveUp();
	}

	@Override
	public void obtrudeException(Throwable thrown) {
		super.obtrudeException(thrown);
		giveUp();
	}

}
