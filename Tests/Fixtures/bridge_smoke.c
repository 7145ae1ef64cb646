// Reads a photo through the header alone, as a C caller would. Argument: a photo. Exits with the number of the step that failed.
#include <holster_preprocessing.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argument_count, char **arguments) {
    if (holster_preprocessing_abi_version() != HOLSTER_PREPROCESSING_ABI_VERSION) return 1;
    if (holster_preprocessing_photo_size() != sizeof(holster_photo)) return 2;
    FILE *file = argument_count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (file == NULL) return 3;
    uint8_t *content = malloc(1 << 20);
    size_t byte_count = content == NULL ? 0 : fread(content, 1, 1 << 20, file);
    fclose(file);

    char message[64];
    holster_photo_reader *reader = NULL;
    if (holster_photo_reader_open(NULL, &reader, message, sizeof message) != HOLSTER_OK || message[0] != 0) return 4;
    static uint8_t pixels[HOLSTER_PIXEL_BYTE_COUNT];
    holster_photo photo;
    if (holster_photo_read(reader, content, byte_count, pixels, sizeof pixels, &photo) != HOLSTER_OK) return 5;
    if (photo.format != HOLSTER_FORMAT_JPEG || strlen(photo.sha256) != 64 || photo.width <= 0) return 6;
    if (holster_photo_read(reader, NULL, 0, pixels, sizeof pixels, &photo) != HOLSTER_PHOTO_EMPTY) return 7;
    holster_photo_reader_close(reader);
    free(content);
    return 0;
}
