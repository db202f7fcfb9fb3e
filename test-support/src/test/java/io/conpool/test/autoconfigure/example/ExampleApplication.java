package io.conpool.test.autoconfigure.example;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application that is tested.
 */
@SpringBootApplication
public class ExampleApplication {

}
