package io.conpool.benchmarks.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Told how a call ended.
 */
public interface Completion {

	/**
	 * The response is there.
	 * @param status its status
	 * @param length bytes of content
	 */
	void succeeded(int status, long length);

	/**
	 * There will be no response.
	 * @param thrown why
	 */
	void failed(Throwable thrown);

	/**
	 * The status that every request is answered with.
	 * @param status of a response
	 * @param length of its content
	 * @return the length
	 */
	static long requireOk(int status, long length) {
		if (status != 200) {
			throw new IllegalStateException("status " + status);
		}
		return length;
	}

	/**
	 * Waits for a call, where the client has no way of its own to do so.
	 * @param call is started
	 * @return the length of the content
	 * @throws ExecutionException if the response is not there
	 * @throws InterruptedException if the thread is interrupted
	 */
	static long await(PreparedCall call) throws ExecutionException, InterruptedException {
		CompletableFuture<Long> future = new CompletableFuture<>();
		call.start(new Completion() {
			@Override
			public void succeeded(int status, long length) {
				future.complete(requireOk(status, length));
			}

			@Override
			public void failed(Throwable thrown) {
				future.completeExceptionally(thrown);
			}
		});
		return future.get();
	}

}
