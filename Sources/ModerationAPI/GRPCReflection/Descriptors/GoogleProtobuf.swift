/// The part of protobuf's `descriptor.proto` that names are found by. Whatever else a descriptor holds is skipped, and travels as bytes.
package enum GoogleProtobuf {}
