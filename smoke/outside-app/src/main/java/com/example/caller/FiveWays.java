package com.example.caller;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.conpool.H2Client;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Calls every upstream many times, and prints how many answers were as expected.
 */
@Component
class FiveWays implements ApplicationRunner {

	private static final int REQUESTS = 200;

	private final Upstreams upstreams;

	private final H2Client h2Client;

	private final RestClient restClient;

	private final RestTemplate restTemplate;

	private final WebClient webClient;

	private final GreetingService greetings;

	FiveWays(Upstreams upstreams, H2Client h2Client, RestClient.Builder restClient, RestTemplateBuilder restTemplate,
			WebClient.Builder webClient, GreetingService greetings) {
		this.upstreams = upstreams;
		this.h2Client = h2Client;
		this.restClient = restClient.build();
		this.restTemplate = restTemplate.build();
		this.webClient = webClient.build();
		this.greetings = greetings;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		call("H2Client", () -> this.h2Client.get(this.upstreams.h2Client()).bodyAsString());
		call("RestClient",
				() -> this.restClient.get().uri(this.upstreams.restClient()).retrieve().body(String.class));
		call("RestTemplate", () -> this.restTemplate.getForObject(this.upstreams.restTemplate(), String.class));
		call("WebClient", () -> this.webClient.get()
			.uri(this.upstreams.webClient())
			.retrieve()
			.bodyToMono(String.class)
			.block());
		call("HttpExchange", this.greetings::greeting);
		System.out.println("All five ways were gone");
	}

	private static void call(String way, Supplier<String> request) {
		ExecutorService threads = Executors.newFixedThreadPool(20);
		try {
			List<CompletableFuture<String>> calls = Stream
				.generate(() -> CompletableFuture.supplyAsync(request, threads))
				.limit(REQUESTS)
				.toList();
			long ok = calls.stream().map(CompletableFuture::join).filter("Hello"::equals).count();
			System.out.printf("%s: %d of %d ok%n", way, ok, REQUESTS);
		}
		finally {
			threads.shutdown();
		}
	}

}
