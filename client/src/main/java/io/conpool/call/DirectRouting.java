package io.conpool.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

/** Every request goes where its URI says. Stateless. */
enum DirectRouting implements Routing {

	INSTANCE;

	@Override
	public CompletionStage<Route> route(H2Request request, @Nullable Route failed) {
		return CompletableFuture.completedFuture(request::endpoint);
	}

}
