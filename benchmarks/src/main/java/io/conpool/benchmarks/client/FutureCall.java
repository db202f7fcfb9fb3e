package io.conpool.benchmarks.client;

import java.util.concurrent.CompletionStage;

/**
 * A call of a client that answers with a future. Stateless.
 *
 * @param <R> the response
 */
abstract class FutureCall<R> implements PreparedCall {

	abstract CompletionStage<R> send();

	abstract int status(R response);

	abstract long length(R response);

	@Override
	public void start(Completion completion) {
		send().whenComplete((response, thrown) -> {
			if (thrown != null) {
				completion.failed(thrown);
			}
			else {
				completion.succeeded(status(response), length(response));
			}
		});
	}

	@Override
	public long perform() throws Exception {
		R response = send().toCompletableFuture().get();
		return Completion.requireOk(status(response), length(response));
	}

}
